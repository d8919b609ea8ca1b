import type * as z from 'zod';
import type { Dropdown } from './dropdowns.ts';
import { refusalOf } from './errors/requestError.ts';
import { InputError } from './errors/stepError.ts';
import { fieldOf, fieldsOf, type InputField } from './fields/inputField.ts';
import { closest, sameText } from './matching.ts';
import { readPages } from './paging.ts';
import { quote } from './schemas/field.ts';
import type { Session } from './session.ts';
import { orList } from './words.ts';

type Values = Record<string, unknown>;

/**
 * Puts ids in place of names: a form says "Engineering" where the API wants `ws-engine-7a8b9c`. A value that doesn't have
 * the form of an id is looked up, by exact name in any case of letters, in the list behind the field's dropdown. What the
 * account may not list is sent as it was typed.
 * @throws {InputError} if there is none of that name, or more than one.
 */
export async function lookUpNames<Input extends Values>(
	form: z.ZodObject,
	input: Input,
	session: Session,
	dropdowns: Dropdown[] = [],
): Promise<Input> {
	const known = new Map<string, Promise<string>>();
	const lookUp = (field: InputField, value: unknown) => {
		if (typeof value !== 'string' || !field.idForm || field.idForm.test(value)) return value;
		const key = `${field.dynamic} ${value.toLowerCase()}`;
		const found = known.get(key) ?? idOf(field, value, session, dropdowns);
		known.set(key, found);
		return found;
	};
	return (await replaced(form, input, lookUp)) as Input;
}

async function replaced(form: z.ZodObject, values: Values, lookUp: (field: InputField, value: unknown) => unknown): Promise<Values> {
	const result: Values = { ...values };
	for (const [key, schema] of fieldsOf(form)) {
		const field = fieldOf(key, schema);
		const { children } = field;
		const value = result[key];
		if (children && Array.isArray(value)) {
			const items: Values[] = [];
			for (const item of value as Values[]) items.push(await replaced(children, item, lookUp));
			result[key] = items;
		} else if (field.idForm && Array.isArray(value)) {
			const items: unknown[] = [];
			for (const item of value) items.push(await lookUp(field, item));
			result[key] = [...new Set(items)];
		} else if (field.idForm && value !== undefined) result[key] = await lookUp(field, value);
	}
	return result;
}

/** How many names an error offers. */
const MOST_SUGGESTIONS = 3;

async function idOf({ label, dynamic = '' }: InputField, text: string, session: Session, dropdowns: Dropdown[]): Promise<string> {
	const [key, idKey = 'id', nameKey = 'name'] = dynamic.split('.');
	const dropdown = dropdowns.find((one) => one.key === key);
	if (!dropdown) throw new TypeError(`${label} refers to a dropdown that isn't there: ${dynamic}`);
	const nameOf = (item: Values) => String(item[nameKey] ?? '');
	const isMeant = (item: Values) => sameText(nameOf(item), text) || (typeof item.email === 'string' && sameText(item.email, text));
	try {
		const found = dropdown.find ? await dropdown.find(session, text) : [];
		let items = (found as Values[]).filter(isMeant);
		let all: Values[] = found;
		if (!items.length) {
			all = await readPages(session, (wanted) => dropdown.list(session, wanted));
			items = all.filter(isMeant);
		}
		const [item, other] = items;
		if (item && !other) {
			const id = String(item[idKey]);
			session.names.set(id, nameOf(item));
			return id;
		}
		if (item) {
			const ids = items.map((one) => String(one[idKey]));
			throw new InputError(
				`${label} ${quote(text)} is the name of ${items.length}: use the ID instead, ${orList(ids.slice(0, MOST_SUGGESTIONS))}.`,
			);
		}
		const names = closest([...new Set(all.map(nameOf))], text).slice(0, MOST_SUGGESTIONS);
		const hint = names.length ? ` Did you mean ${orList(names.map((name) => `“${name}”`))}?` : '';
		throw new InputError(
			`${label} ${quote(text)} wasn't found: there is no ${dropdown.noun} of that name or ID.${hint || ' Choose one from the list.'}`,
		);
	} catch (error) {
		if (![401, 403].includes(refusalOf(error)?.status ?? 0)) throw error;
		session.unresolved.push(`${label} ${quote(text)}`);
		return text;
	}
}
