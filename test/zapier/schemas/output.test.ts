import '../../../src/providers/index.ts';
import { outputLabel } from '../../../src/zapier/fields/outputFields.ts';
import { dateTimeOrNull, plainText, plainTextOrNull } from '../../../src/zapier/schemas/output.ts';

test.each([plainText, plainTextOrNull, dateTimeOrNull])('what outputs share has no label of its own', (schema) => {
	expect(outputLabel.has(schema)).toBe(false);
});
