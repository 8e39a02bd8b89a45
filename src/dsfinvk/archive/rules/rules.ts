import { CONTENT_RULES } from './content-rules.js';
import type { Rule } from './rule.js';
import { STRUCTURE_RULES } from './structure-rules.js';

export type { Rule, Severity } from './rule.js';

/** Code of a rule of {@link RULES}. */
export type RuleCode = keyof typeof STRUCTURE_RULES | keyof typeof CONTENT_RULES;

/** All rules that archives are checked by, by their codes. */
export const RULES: Readonly<Record<RuleCode, Rule>> = { ...STRUCTURE_RULES, ...CONTENT_RULES };
