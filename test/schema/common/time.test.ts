import fc from 'fast-check';
import { toIsoText } from '../../../src/schema/common/time.js';

describe('toIsoText', () => {
  it('writes whole seconds as Date does, whichever hours came before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), { minLength: 1 }), (seconds) => {
        for (const each of seconds) {
          const date = new Date(each * 1000);
          expect(toIsoText(date)).toBe(date.toISOString());
        }
      }),
    );
  });

  it('writes any date as Date does, those with parts of a second and beyond the year 9999 too', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(toIsoText(date)).toBe(date.toISOString());
      }),
    );
  });

  it('refuses what is no date, as Date does', () => {
    expect(() => toIsoText(new Date(Number.NaN))).toThrow(RangeError);
  });
});
