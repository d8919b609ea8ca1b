import type { PlainOutputField } from 'zapier-platform-core';
import type { OutputShape } from './outputField.ts';
import { titleOf } from './title.ts';

/** Zapier's output fields for a result. A label follows from the key unless the field has its own. */
export function outputFields(shape: OutputShape): PlainOutputField[] {
	return Object.entries(shape).map(([key, { type, list, children, label = titleOf(key) }]) => {
		if (children) return { key, label, children: outputFields(children) };
		return list ? { key, label, type, list } : { key, label, type };
	});
}
