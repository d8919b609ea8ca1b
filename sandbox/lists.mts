import { at, put } from './body.mts';

/** `x-sandbox-list`: how the query parameters of an operation filter the items of its example. */
export interface List {
	/** JSON pointer to the items. */
	items: string;
	/** The key of the object that holds the items by id, where the items themselves only refer to it. */
	objects?: string;
	/** Query parameter → key of the item, whose value must be equal to it. */
	filter?: Record<string, string>;
	/** Query parameter → key or keys of the item, of whose values one must contain it. */
	search?: Record<string, string | string[]>;
}

/** A parameter of an operation, as the contract declares it. */
export interface Parameter {
	name: string;
	in: string;
	description?: string;
	schema?: { minimum?: number };
}

export type Values = Record<string, unknown>;

/** Under which names the documented APIs ask for a page and for its size. */
const PAGE_PARAMETERS = ['page', 'page_number', 'current_page', 'currentPage'];
const SIZE_PARAMETERS = ['limit', 'per_page', 'page_size', 'pageSize'];

/** The part of a list that a request asks for, with the counts beside it. Changes `body`. */
export function select(body: unknown, list: List, parameters: Parameter[], query: Values): unknown {
	const references = itemsOf(body, list);
	const objects = list.objects === undefined ? undefined : ((body as Values)[list.objects] as Record<string, Values>);
	const fits = (reference: Values) => matches(objects?.[String(reference.id)] ?? reference, list, query);
	const fitting = references.filter(fits);

	const page = pageOf(parameters, query, fitting.length);
	const start = page.index * page.size;
	const shown = fitting.slice(start, start + page.size);
	references.splice(0, references.length, ...shown);
	if (objects) for (const id of Object.keys(objects)) if (!shown.some((reference) => reference.id === id)) delete objects[id];

	const pages = Math.ceil(fitting.length / page.size);
	const counts = {
		total: fitting.length,
		count: fitting.length,
		has_more: start + page.size < fitting.length,
		total_pages: pages,
		page_count: pages,
		page_number: page.number,
		...(page.asked === undefined ? {} : { page_size: page.asked }),
	};
	for (const [key, value] of Object.entries(counts)) {
		for (const holder of ['', '/meta']) if (at(body, `${holder}/${key}`) !== undefined) put(body, `${holder}/${key}`, value);
	}
	return body;
}

/** The items of a list, or the references to them. */
export function itemsOf(body: unknown, { items }: List): Values[] {
	const list = at(body, items);
	if (!Array.isArray(list)) throw new Error(`x-sandbox-list: no items at ${items}`);
	return list;
}

function matches(item: Values, { filter = {}, search = {} }: List, query: Values): boolean {
	const wanted = (parameter: string) => lower(query[parameter]);
	return (
		Object.entries(filter).every(([parameter, key]) => !wanted(parameter) || lower(item[key]) === wanted(parameter)) &&
		Object.entries(search).every(([parameter, keys]) => [keys].flat().some((key) => lower(item[key]).includes(wanted(parameter))))
	);
}

function lower(value: unknown): string {
	return String(value ?? '').toLowerCase();
}

/** Which page is wanted. Without a size, one page holds all. */
function pageOf(parameters: Parameter[], query: Values, total: number) {
	const named = (names: string[]) => parameters.find((parameter) => parameter.in === 'query' && names.includes(parameter.name));
	const asked = (parameter: Parameter | undefined) => (parameter && query[parameter.name] ? Number(query[parameter.name]) : undefined);
	const parameter = named(PAGE_PARAMETERS);
	const first = parameter?.schema?.minimum === 0 || /\bfrom 0\b/.test(parameter?.description ?? '') ? 0 : 1;
	const number = asked(parameter) ?? first;
	const size = asked(named(SIZE_PARAMETERS));
	return { number, index: number - first, asked: size, size: Math.max(size ?? total, 1) };
}
