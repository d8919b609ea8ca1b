import type { InputField, Integration, Values } from './integration.mts';

/** A field that a column can fill: an input field, or a child of one that takes line items. */
export interface Field {
	key: string;
	label: string;
	/** The key of the line items it belongs to. */
	parent: string | undefined;
	/** Must it have a value in every row? */
	required: boolean;
	/** Zapier's type of its values; a text if left out. */
	type: string | undefined;
	/** What Zapier makes of a value, such as `https://{{input}}.example.com`. */
	inputFormat: string | undefined;
	list: boolean;
	dict: boolean;
	/** Does it name something that exists already: a workspace, a user? */
	refers: boolean;
	default: string | undefined;
}

/** The most choices that are tried to find fields that appear for one of them. */
const MOST_CHOICES = 20;

/**
 * The fields of an action (a key of `creates`) that columns can fill. Fields that appear only once another has a value
 * are found by trying the values of that other one; they are not required.
 * @param inputData what is known already, such as values that are the same for every row.
 * @throws if the integration can't give its fields.
 */
export async function fieldsOf(integration: Integration, action: string, authData: Values, inputData: Values): Promise<Field[]> {
	const ask = async (values: Values): Promise<InputField[]> => {
		const { result, error } = await integration.execute(`creates.${action}.operation.inputFields`, {
			authData,
			inputData: { ...inputData, ...values },
		});
		if (error) throw error;
		return result as InputField[];
	};
	const shown = await ask({});
	const found = new Map(shown.flatMap(leaves).map((field) => [field.key, field]));
	for (const field of shown.filter(({ altersDynamicFields }) => altersDynamicFields)) {
		for (const value of valuesToTry(field)) {
			for (const more of (await ask({ [field.key]: value })).flatMap(leaves)) {
				if (!found.has(more.key)) found.set(more.key, { ...more, required: false });
			}
		}
	}
	return [...found.values()];
}

function leaves(field: InputField): Field[] {
	// A text to be read.
	if (field.type === 'copy') return [];
	if (!field.children) return [leaf(field, undefined)];
	return field.children.map((child) => leaf({ ...child, required: Boolean(field.required && child.required) }, field.key));
}

function leaf(field: InputField, parent: string | undefined): Field {
	return {
		key: field.key,
		label: field.label ?? field.key,
		parent,
		required: field.required ?? false,
		type: field.type,
		inputFormat: field.inputFormat,
		list: field.list ?? false,
		dict: field.dict ?? false,
		refers: Boolean(field.dynamic || field.search || (field.choices as { perform?: unknown } | undefined)?.perform),
		default: field.default,
	};
}

function valuesToTry({ type, choices }: InputField): unknown[] {
	if (type === 'boolean') return [true];
	if (Array.isArray(choices)) return choices.map((choice) => (choice as { value?: unknown }).value ?? choice).slice(0, MOST_CHOICES);
	if (choices !== null && typeof choices === 'object') return Object.keys(choices).slice(0, MOST_CHOICES);
	return [];
}
