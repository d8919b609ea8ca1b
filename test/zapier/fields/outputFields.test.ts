import {
	dateTimeOrNull,
	labelled,
	listOf,
	type OutputField,
	oneOf,
	orNull,
	plainText,
	plainTextOrNull,
	rowsOf,
	trueOrFalse,
	wholeNumber,
} from '../../../src/zapier/fields/outputField.ts';
import { outputFields } from '../../../src/zapier/fields/outputFields.ts';

test.each<[key: string, field: OutputField, type: string]>([
	['email', plainText, 'string'],
	['email', plainTextOrNull, 'string'],
	['status', oneOf('a', 'b'), 'string'],
	['count', wholeNumber, 'integer'],
	['count', orNull(wholeNumber), 'integer'],
	['active', trueOrFalse, 'boolean'],
	['created_at', dateTimeOrNull, 'datetime'],
])('%s', (key, field, type) => {
	expect(outputFields({ [key]: field })).toStrictEqual([{ key, label: expect.any(String), type }]);
});

test('a list says so, and of what', () => {
	expect(outputFields({ emails: listOf(plainText), counts: orNull(listOf(wholeNumber)) })).toStrictEqual([
		{ key: 'emails', label: 'Emails', type: 'string', list: true },
		{ key: 'counts', label: 'Counts', type: 'integer', list: true },
	]);
});

test('labels follow from the keys, unless a field has its own', () => {
	const result = {
		invite_link: plainText,
		id: plainText,
		workspace_id: plainText,
		idea: plainText,
		status: labelled(oneOf('a'), 'What Happened'),
	};
	expect(outputFields(result).map(({ label }) => label)).toStrictEqual(['Invite Link', 'ID', 'Workspace ID', 'Idea', 'What Happened']);
	expect(plainText).not.toHaveProperty('label');
});

test('a list of objects has children', () => {
	const places = rowsOf({ place_id: plainText, roles: listOf(plainText) });
	expect(outputFields({ places: orNull(places) })).toStrictEqual([
		{
			key: 'places',
			label: 'Places',
			children: [
				{ key: 'place_id', label: 'Place ID', type: 'string' },
				{ key: 'roles', label: 'Roles', type: 'string', list: true },
			],
		},
	]);
});
