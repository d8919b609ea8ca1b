import * as z from 'zod/mini';
import type { FieldText } from '../fields/inputField.ts';
import { address, bare } from './email.ts';
import { isBlank, makeField, quote, readToken, refuse } from './field.ts';

/** Several values: a list, or a text with commas, semicolons or line breaks between them. */
export function list<Item>(item: () => z.ZodMiniType<Item>, field: FieldText) {
	return makeField({ ...field, list: true }, readTokens, () => z.array(item()));
}

/** Addresses, each as it is copied. Those that differ only in case reach the same person, who is to be invited once. */
export function emails(field: FieldText) {
	return makeField({ ...field, list: true }, readAddresses, () => z.array(address()));
}

function readAddresses(value: unknown): string[] | undefined {
	const seen = new Set<string>();
	return readTokens(value)
		?.map(bare)
		.filter((one) => !seen.has(one.toLowerCase()) && seen.add(one.toLowerCase()));
}

/** The values of a list, each without what copying leaves around it; undefined if there are none. */
function readTokens(value: unknown): string[] | undefined {
	const parts = partsOf(value).filter((part) => part !== undefined);
	return parts.length ? parts.map(readToken) : undefined;
}

/** A number with commas between its thousands, which is one number or several, nobody knows. */
const THOUSANDS = /^[1-9]\d{0,2}(,\d{3})+$/;

/** The single values of a list or of a cell in their places; undefined where one was left empty. */
export function partsOf(value: unknown): unknown[] {
	const values = Array.isArray(value) ? value : [value];
	const lines = values.flatMap((item) =>
		typeof item === 'string'
			? item
					.trim()
					.replaceAll(/,\s*[\r\n]/g, '\n')
					.split(/[;\r\n]\s*/)
			: [item],
	);
	const ambiguous = lines.find((line) => typeof line === 'string' && THOUSANDS.test(line.trim()));
	if (ambiguous !== undefined) refuse(`${quote(ambiguous)} may be one number or several. Write each on a line of its own.`);
	return lines
		.flatMap((line) => (typeof line === 'string' ? line.split(/,\s*/) : [line]))
		.map((part) => (isBlank(part) ? undefined : part));
}
