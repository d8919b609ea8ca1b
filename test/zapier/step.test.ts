import { optional } from '../../src/zapier/fields/inputField.ts';
import { email } from '../../src/zapier/schemas/email.ts';
import { lineItems } from '../../src/zapier/schemas/lineItems.ts';
import { text } from '../../src/zapier/schemas/text.ts';
import { labelsOf } from '../../src/zapier/step.ts';

const form = { email: email(), places: optional(lineItems({ place_id: text({ label: 'Place' }) }, { label: 'Places' })) };
const byKey = { email: 'Email', places: 'Places', place_id: 'Place' };

test.each([
	[{}, byKey],
	[
		{ id: 'place_id', mail: 'email' },
		{ ...byKey, id: 'Place', mail: 'Email' },
	],
	[{ gone: 'nothing' }, byKey],
])('labels are found by key, those of line items as well, and by the names on the wire %j', (wireNames, expected) => {
	expect(labelsOf(form, wireNames)).toStrictEqual(expected);
});
