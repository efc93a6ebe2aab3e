export { distinguishedName } from './distinguished-name.ts';
export { certificateNumber, type NumberForm, numberForms } from './number.ts';
export { certificateFrom } from './read.ts';
export { subjectAttribute, subjectText } from './subject.ts';
export { parseSubjectRule, type SubjectParameters, type SubjectRule, subjectRuleSchema } from './subject-rule.ts';
