import { createContext } from 'react';
import type { ChoicesResult } from '../protocol.mts';
import type { Mappable } from './zap.ts';

/** An earlier step, and what it offers. */
export interface Source {
	/** Its place in the Zap, from 1. */
	number: number;
	title: string;
	items: Mappable[];
}

/** What the inputs of a form need of what is around it. */
export interface FormSurroundings {
	sources: Source[];
	/** Loads a page of a dropdown; `path` is "key", or "parent.child" in rows. */
	load(path: string, page: string | number | undefined): Promise<ChoicesResult>;
	/** Puts a search before this step, and its result into the field. */
	addSearch?: ((path: string, search: string, row?: number) => void) | undefined;
	/** Shown beside a field whose search can be added, by the search's key. */
	searchLabel(search: string): string | undefined;
	/** The labels of fields by key, for messages. */
	labelOf(key: string): string;
	values: Record<string, unknown>;
	showMissing: boolean;
}

export const FormContext = createContext<FormSurroundings>({
	sources: [],
	load: async () => ({ choices: [], exchange: [], log: [] }),
	searchLabel: () => undefined,
	labelOf: (key) => key,
	values: {},
	showMissing: false,
});
