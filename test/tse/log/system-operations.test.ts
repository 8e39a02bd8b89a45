import { systemOperations, type SystemOperation } from '../../../src/tse/log/system-operations.js';
import { toHex } from '../vectors.js';

describe('system operations', () => {
  test.each<[string, SystemOperation, string]>([
    ['unblockUser', systemOperations.unblockUser('tr-admin'), '810874722d61646d696e820100'],
    ['authenticateUser', systemOperations.authenticateUser('tr-admin', true), '810874722d61646d696e8201018301ff'],
    ['authenticateUser', systemOperations.authenticateUser('tr-admin', false), '810874722d61646d696e820101830100'],
    ['logOut', systemOperations.logOut('tr-admin'), '810874722d61646d696e820100'],
    ['initialize', systemOperations.initialize('Kasse'), '81054b61737365'],
    ['updateTime', systemOperations.updateTime(0x6775121d, 0x6775121f), '81046775121d82046775121f'],
    ['updateTime', systemOperations.updateTime(127, 128), '81017f82020080'],
    ['registerClient', systemOperations.registerClient('till 1'), '810674696c6c2031'],
    ['deregisterClient', systemOperations.deregisterClient('till 1'), '810674696c6c2031'],
    ['disableSecureElement', systemOperations.disableSecureElement(2147483648), '81050080000000'],
    ['startAudit', systemOperations.startAudit(), ''],
    ['exitSecureState', systemOperations.exitSecureState(), ''],
    ['enterSecureState', systemOperations.enterSecureState(), ''],
    ['enterSecureState', systemOperations.enterSecureState(0x6775121d), '81046775121d'],
    ['selfTest', systemOperations.selfTest(), '8106534d414552538201ff'],
    ['selfTest', systemOperations.selfTest('ERROR'), '8106534d4145525382010083054552524f52'],
  ])('write %s the way the standard lays it out (%#)', (operationType, operation, data) => {
    expect(operation.operationType).toBe(operationType);
    expect(toHex(operation.systemOperationData)).toBe(data);
  });

  test('configure the logging of each event by its name, all of them enabled', () => {
    const data = toHex(systemOperations.configureLogging().systemOperationData);
    const component = toHex(Buffer.from('SMAERS-audit'));
    const updateTime = toHex(Buffer.from('updateTime'));
    expect(data.startsWith(`810c${component}8201ff83`)).toBe(true);
    expect(data).toContain(`300f800a${updateTime}8101ff`);
  });
});
