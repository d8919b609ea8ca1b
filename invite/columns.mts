import type { Field } from './fields.mts';

/** Where the value of a field comes from. */
export interface Mapping {
	field: Field;
	/** The name within a field that takes names and values of one's own (Zapier: a dictionary). */
	entry: string | undefined;
	/** The columns that fill it, joined by spaces; undefined if `value` is the same in every row. */
	columns: string[] | undefined;
	value: string | undefined;
	/** Why: asked for, by the field's key or label, by a usual synonym, or by the field's own default. */
	by: 'map' | 'set' | 'key' | 'label' | 'synonym' | 'default';
}

export interface ColumnPlan {
	mappings: Mapping[];
	/** Columns that fill nothing. */
	unused: string[];
	/** Required fields that nothing fills. */
	missing: Field[];
}

/** What somebody wants to come from where; see `planColumns`. */
export interface ColumnWishes {
	map?: { column: string | string[]; field: string }[];
	set?: { field: string; value: string }[];
	match?: boolean;
}

/** A wrong wish, in words for the person who had it. */
export class PlanError extends Error {
	override name = 'PlanError';
}

export type Concept = 'email' | 'first_name' | 'last_name' | 'full_name' | 'role' | 'workspace' | 'user' | 'invitation';

/**
 * What people, spreadsheets and directory exports call the same thing, normalized. The headings of Google Workspace,
 * Microsoft 365, Okta and Slack exports are among them.
 */
const SYNONYMS: Record<Concept, string[]> = {
	email: [
		...['email', 'emails', 'emailaddress', 'emailaddresses', 'mail', 'mailaddress', 'workemail', 'workemailaddress', 'companyemail'],
		...['businessemail', 'officeemail', 'primaryemail', 'useremail', 'contactemail', 'personalemail', 'inviteeemail', 'userprincipalname'],
		...['upn', 'emailaddressrequired', 'emailadresse', 'correo', 'correoelectronico', 'courriel', 'adresseemail', 'adressemail'],
	],
	first_name: [
		...['firstname', 'givenname', 'forename', 'first', 'firstnamerequired', 'fname', 'preferredfirstname', 'vorname', 'nombre', 'prenom'],
	],
	last_name: [
		...['lastname', 'familyname', 'surname', 'last', 'lastnamerequired', 'lname', 'nachname', 'familienname', 'apellido', 'apellidos'],
		'nomdefamille',
	],
	full_name: ['fullname', 'name', 'displayname', 'employeename', 'person', 'personname', 'nameofperson', 'nombrecompleto', 'nomcomplet'],
	role: [
		...['role', 'roles', 'userrole', 'accessrole', 'accesslevel', 'permission', 'permissionlevel', 'inviteerole', 'memberrole'],
		...['organizationrole', 'orgrole', 'rolle', 'rol'],
	],
	workspace: [
		...['workspace', 'workspaces', 'workspaceid', 'workspaceids', 'workspacename', 'workspacenames', 'workspaceslug'],
		...['project', 'projects', 'projectid', 'projectname'],
	],
	user: ['user', 'userid', 'users', 'member', 'memberid', 'account', 'accountid'],
	invitation: ['invitation', 'invitationid', 'invite', 'inviteid'],
};

/** What a field or a column is about, if its name is a usual one. */
export function conceptOf(...names: string[]): Concept | undefined {
	const normalized = names.map(normalize);
	return (Object.keys(SYNONYMS) as Concept[]).find((concept) => normalized.some((name) => SYNONYMS[concept].includes(name)));
}

/** Without case, accents, spaces and signs: "E-Mail Adresse" is "emailadresse". */
function normalize(name: string): string {
	return name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Says which column fills which field: as wished, else by the field's key, its label, or a usual synonym. The better
 * match wins, then the earlier column. A required full name may come from a first and a last name.
 * @param wishes `map`: a column, several joined by "+", or a list of them, for a field's key or label ("" for none). `set`: a
 * value that is the same in every row. Both name an entry of a dictionary as `field.entry`. With `match: false`, nothing but
 * these is filled.
 * @throws {PlanError} if a wish names a column or a field that doesn't exist.
 */
export function planColumns(columns: string[], fields: Field[], wishes: ColumnWishes = {}): ColumnPlan {
	const mappings: Mapping[] = [];
	const refused = new Set<string>();
	for (const { field: name, value } of wishes.set ?? []) {
		put(mappings, { ...fieldNamed(name, fields), columns: undefined, value, by: 'set' });
	}
	for (const { column, field: name } of wishes.map ?? []) {
		const named = columnsNamed(column, columns);
		if (name === '') {
			for (const one of named) refused.add(one);
			continue;
		}
		put(mappings, { ...fieldNamed(name, fields), columns: named, value: undefined, by: 'map' });
	}

	const filled = new Set(mappings.map(({ field }) => field));
	const taken = new Set([...refused, ...mappings.flatMap((mapping) => mapping.columns ?? [])]);
	const { match = true } = wishes;
	for (const by of match ? (['key', 'label', 'synonym'] as const) : []) {
		for (const field of fields) {
			if (filled.has(field)) continue;
			const column = columns.find((candidate) => !taken.has(candidate) && matches(candidate, field, by));
			if (column === undefined) continue;
			filled.add(field);
			taken.add(column);
			mappings.push({ field, entry: undefined, columns: [column], value: undefined, by });
		}
	}

	for (const field of fields.filter((candidate) => match && candidate.required && !filled.has(candidate))) {
		const parts = conceptOf(field.key, field.label) === 'full_name' ? namesIn(columns) : undefined;
		if (parts) mappings.push({ field, entry: undefined, columns: parts, value: undefined, by: 'synonym' });
		else if (field.default) mappings.push({ field, entry: undefined, columns: undefined, value: field.default, by: 'default' });
		else continue;
		filled.add(field);
		for (const part of parts ?? []) taken.add(part);
	}
	return {
		mappings,
		unused: columns.filter((column) => !taken.has(column) || refused.has(column)),
		missing: fields.filter((field) => field.required && !filled.has(field)),
	};
}

/** The field that tells who a row is about: by email, else as user or invitation; the first required one otherwise. */
export function personField(fields: Field[]): Field | undefined {
	for (const concept of ['email', 'user', 'invitation', 'full_name'] as const) {
		const found = fields.find(({ key, label }) => conceptOf(key, label) === concept);
		if (found) return found;
	}
	return fields.find(({ required }) => required) ?? fields[0];
}

function put(mappings: Mapping[], mapping: Mapping): void {
	const same = mappings.find(({ field, entry }) => field === mapping.field && entry === mapping.entry);
	if (same) throw new PlanError(`${mapping.field.label} is filled twice: leave out one of its --map and --set.`);
	mappings.push(mapping);
}

function matches(column: string, field: Field, by: 'key' | 'label' | 'synonym'): boolean {
	if (field.dict) return false;
	if (by === 'key') return normalize(column) === normalize(field.key);
	if (by === 'label') return normalize(column) === normalize(field.label);
	const concept = conceptOf(field.key, field.label);
	return concept !== undefined && conceptOf(column) === concept;
}

function namesIn(columns: string[]): string[] | undefined {
	const first = columns.find((column) => conceptOf(column) === 'first_name');
	const last = columns.find((column) => conceptOf(column) === 'last_name');
	return first !== undefined && last !== undefined ? [first, last] : undefined;
}

function fieldNamed(name: string, fields: Field[]): { field: Field; entry: string | undefined } {
	const [head = '', ...rest] = name.split('.');
	const find = (wanted: string) =>
		fields.find(({ key }) => key === wanted) ??
		fields.find(({ key, label }) => normalize(key) === normalize(wanted) || normalize(label) === normalize(wanted));
	const whole = find(name);
	if (whole?.dict) throw new PlanError(`${whole.label} takes names and values of your own: write ${whole.key}.NAME.`);
	if (whole) return { field: whole, entry: undefined };
	const field = find(head);
	if (field?.dict && rest.length) return { field, entry: rest.join('.') };
	throw new PlanError(`This action has no field “${name}”. Its fields: ${fields.map(({ key }) => key).join(', ')}.`);
}

function columnsNamed(name: string | string[], columns: string[]): string[] {
	const find = (wanted: string) =>
		columns.find((column) => column === wanted.trim()) ?? columns.find((column) => normalize(column) === normalize(wanted));
	const whole = typeof name === 'string' ? find(name) : undefined;
	if (whole !== undefined) return [whole];
	return (typeof name === 'string' ? name.split('+') : name).map((part) => {
		const column = find(part);
		if (column === undefined) throw new PlanError(`The sheet has no column “${part.trim()}”. Its columns: ${columns.join(', ')}.`);
		return column;
	});
}
