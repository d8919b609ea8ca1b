import type { Dropdown } from './dropdowns.ts';
import { isRefusedWith } from './errors/requestError.ts';
import { InputError } from './errors/stepError.ts';
import { type Form, fieldsOf, type InputField } from './fields/inputField.ts';
import { closest, sameText } from './matching.ts';
import { readPages } from './paging.ts';
import { bare, isAddress } from './schemas/email.ts';
import { quote } from './schemas/field.ts';
import { INT64 } from './schemas/reference.ts';
import type { Session } from './session.ts';
import { andList, orList } from './words.ts';

type Values = Record<string, unknown>;

/**
 * Puts ids in place of names: a form says "Engineering" where the API wants `ws-engine-7a8b9c`. A value that doesn't have
 * the form of an id is looked up, by exact name in any case of letters, in the list behind the field's dropdown. What the
 * account may not list is sent as it was typed. Where there is no name, there is nothing to wait for.
 * @param exact for steps that destroy something: people are known by their address only, since names aren't unique, and
 * what can't be looked up is not sent.
 * @throws {InputError} if there is none of that name, or more than one; if `exact`, also if nobody can tell.
 */
export function lookUpNames<Input extends Values>(
	form: Form,
	input: Input,
	session: Session,
	dropdowns: Dropdown[] = [],
	{ exact = false } = {},
): Input | Promise<Input> {
	const names = namesIn(form, input);
	if (!names.length) return withIds(form, input, new Map());
	return idsOf(names, session, dropdowns, exact).then((ids) => withIds(form, input, ids));
}

/** A name that stands where an id belongs. */
interface Name {
	field: InputField;
	name: string;
}

/** Every name, in the order of the form. */
function namesIn(form: Form, values: Values): Name[] {
	const names: Name[] = [];
	for (const { key, field } of fieldsOf(form)) {
		const { children, idForm } = field;
		if (!children && !idForm) continue;
		for (const value of [values[key] ?? []].flat()) {
			if (children) names.push(...namesIn(children, value as Values));
			else if (typeof value === 'string' && !idForm?.test(value)) names.push({ field, name: value });
		}
	}
	return names;
}

/** The ids that were found, by list and name. */
type Ids = Map<string, string>;

function keyOf({ dynamic }: InputField, name: string): string {
	return `${dynamic} ${name.toLowerCase()}`;
}

async function idsOf(names: Name[], session: Session, dropdowns: Dropdown[], exact: boolean): Promise<Ids> {
	const ids: Ids = new Map();
	for (const { field, name } of names) {
		const key = keyOf(field, name);
		if (!ids.has(key)) ids.set(key, await idOf(field, name, session, dropdowns, exact));
	}
	return ids;
}

function withIds<Input extends Values>(form: Form, values: Input, ids: Ids): Input {
	const result: Values = { ...values };
	for (const { key, field } of fieldsOf(form)) {
		const { children, idForm } = field;
		const value = result[key];
		if (children && Array.isArray(value)) {
			const items = (value as Values[]).map((item) => withIds(children, item, ids));
			result[key] = oncePerReference(children, items);
		} else if (idForm && Array.isArray(value)) {
			result[key] = [...new Set(value.map((one) => idFor(field, one, ids)))];
		} else if (idForm && value !== undefined) result[key] = idFor(field, value, ids);
	}
	return result as Input;
}

function idFor(field: InputField, value: unknown, ids: Ids): unknown {
	return ids.get(keyOf(field, String(value))) ?? value;
}

/**
 * Line items that begin with a reference, such as a workspace with a role in it, each thing once.
 * @throws {InputError} if one thing is named with different values.
 */
function oncePerReference(columns: Form, items: Values[]): Values[] {
	const [first, ...others] = fieldsOf(columns);
	if (!first?.field.idForm) return items;
	const same = Map.groupBy(items, (item) => String(item[first.key]).toLowerCase());
	if (same.size === items.length) return items;
	return Array.from(same.values(), (group) => {
		const [item = {}] = group;
		for (const { key, field } of others) {
			const values = [...new Set(group.map((one) => [one[key] ?? []].flat().join(', ')))];
			if (values.length > 1) {
				const given = andList(values.map((value) => (value ? quote(value) : 'none')));
				throw new InputError(
					`${first.field.label} ${quote(item[first.key])} is named ${group.length} times, with ${field.label} ${given}. Keep one of them.`,
				);
			}
		}
		return item;
	});
}

/** How many names an error offers. */
const MOST_SUGGESTIONS = 3;

async function idOf(
	{ label, dynamic = '', idForm }: InputField,
	typed: string,
	session: Session,
	dropdowns: Dropdown[],
	exact: boolean,
): Promise<string> {
	const [key, idKey = 'id', nameKey = 'name'] = dynamic.split('.');
	const dropdown = dropdowns.find((one) => one.key === key);
	if (!dropdown) throw new TypeError(`${label} refers to a dropdown that isn't there: ${dynamic}`);
	const ofPeople = 'email' in dropdown.output;
	const text = ofPeople ? bare(typed) : typed;
	const onlyByAddress = ofPeople && (exact || nameKey === 'email');
	if (onlyByAddress && !isAddress(text)) {
		throw new InputError(
			`${label} ${quote(text)} is neither an email address nor an ID. Choose one from the list, or map an email address.`,
		);
	}
	const byWhat = onlyByAddress ? 'email address' : 'name';
	const nameOf = (item: Values) => String(item[nameKey] ?? '');
	const has = (item: Values, name: string) => typeof item[name] === 'string' && sameText(item[name], text);
	const isMeant = (item: Values) => (onlyByAddress ? has(item, 'email') : has(item, nameKey) || has(item, 'email'));
	try {
		const found = dropdown.find ? await dropdown.find(session, text) : [];
		let items = (found as Values[]).filter(isMeant);
		let all: Values[] = found;
		// Where the API looks for addresses itself, whoever it doesn't find isn't there.
		if (!items.length && !(onlyByAddress && dropdown.find)) {
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
				`${label} ${quote(text)} is the ${byWhat} of ${items.length} ${dropdown.noun}s. Use the ID instead: ${orList(ids.slice(0, MOST_SUGGESTIONS))}.`,
			);
		}
		const names = closest([...new Set(all.map(nameOf))], text).slice(0, MOST_SUGGESTIONS);
		const hint = names.length ? ` Did you mean ${orList(names.map((name) => `“${name}”`))}?` : ' Choose one from the list.';
		throw new InputError(`${label} ${quote(text)} wasn't found: there is no ${dropdown.noun} with that ${byWhat} or ID.${hint}`);
	} catch (error) {
		// Before anything exact, a key that isn't valid has to be said, and fixed.
		if (!isRefusedWith(error, 403, ...(exact ? [] : [401]))) throw error;
		// Nothing may be guessed; and where the id is a number, a name can't be sent.
		if (exact || idForm === INT64) {
			throw new InputError(
				`${label} ${quote(text)} can't be looked up, since this connection may not list ${dropdown.noun}s. Use the ID instead.`,
			);
		}
		session.unresolved.push(`${label} ${quote(text)}`);
		return text;
	}
}
