import * as z from 'zod/mini';
import type { OutputField, OutputShape } from '../../src/zapier/fields/outputField.ts';

/** What checks a result against the shape that its step declares: all keys are there, of the declared types. */
export function schemaOf(shape: OutputShape): z.ZodMiniObject {
	return z.object(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, schemaOfField(field)])));
}

const types = { string: z.string(), boolean: z.boolean(), integer: z.int(), datetime: z.iso.datetime() };

function schemaOfField({ type, list, children, nullable, options }: OutputField): z.ZodMiniType {
	const one = children ? schemaOf(children) : options ? z.enum(options) : types[type];
	const all = list ? z.array(one) : one;
	return nullable ? z.nullable(all) : all;
}
