import type { Field } from '../../../invite/fields.mts';

/** A field as the engine knows it, optional and for a text unless said otherwise. */
export function fieldOf(key: string, more: Partial<Field> = {}): Field {
	return {
		key,
		label: key,
		parent: undefined,
		required: false,
		type: undefined,
		inputFormat: undefined,
		list: false,
		dict: false,
		refers: false,
		default: undefined,
		...more,
	};
}
