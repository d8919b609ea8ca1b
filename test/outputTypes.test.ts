import type { PlainOutputField } from 'zapier-platform-core';
import { built, type Values } from './support/integration.ts';

/*
 * Zaps show and compare an output by the type of its field: a date by another type than "datetime" stays text, which no filter
 * of Zapier's takes for a date. So each field has the type of what its step gives, as the sample shows it.
 */

type Step = { operation: { sample?: Values; outputFields?: unknown[] } };

const { creates, searches, triggers } = built('all');
const steps = Object.entries({ creates, searches, triggers }).flatMap(([kind, byKey]) =>
	Object.entries(byKey as unknown as Record<string, Step>).map(([key, { operation }]) => ({ step: `${kind}.${key}`, operation })),
);

/** Zapier's type of a value; undefined where nothing tells. */
function typeOf(value: unknown): string | undefined {
	if (value === null || value === undefined) return undefined;
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	if (typeof value === 'boolean') return 'boolean';
	if (typeof value !== 'string') return `no type for ${JSON.stringify(value)}`;
	return /^\d{4}-\d\d-\d\d(T.*)?$/.test(value) && !Number.isNaN(Date.parse(value)) ? 'datetime' : 'string';
}

/** The type of each field, and that of each value of the sample that it has, by their paths. */
function typesIn(fields: PlainOutputField[], sample: Values, path = ''): { place: string; declared: string | undefined; shown: string }[] {
	return fields.flatMap(({ key, type, list, children }) => {
		const place = `${path}${key}`;
		const value = sample[key];
		if (children) return [value ?? []].flat().flatMap((item) => typesIn(children, item as Values, `${place}.`));
		return (list ? ((value ?? []) as unknown[]) : [value]).flatMap((one) => {
			const shown = typeOf(one);
			return shown === undefined ? [] : [{ place, declared: type, shown }];
		});
	});
}

test.each(steps)('$step gives values of the types of its output fields', ({ operation: { sample = {}, outputFields = [] } }) => {
	const types = typesIn(outputFields as PlainOutputField[], sample);
	expect(types).not.toEqual([]);
	expect(types.map(({ place, declared }) => `${place}: ${declared}`)).toEqual(types.map(({ place, shown }) => `${place}: ${shown}`));
});
