import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { messageOf } from './zapier.mts';

/** What a Zap maps, as its builder would, and how its runs end. Unless said otherwise, the person is invited. */
export interface Zap {
	/** The fields of the action that invites. */
	inputData: Record<string, unknown>;
	/** The field of the result that the next step would use. */
	show?: string;
	otherwise?: Ending[];
	/** Find, or else invite: by the key of the search. */
	searches?: Record<string, Search>;
	/** By key: what the list begins with. */
	dropdowns?: Record<string, string[]>;
	triggers?: Record<string, string[]>;
	/** What happens to one person, step by step. */
	life?: LifeStep[];
}

export interface LifeStep {
	/** The key of an action; left out where the person accepts the invitation. */
	action?: string;
	/** The fields of the action; those of the action that invites, if left out. */
	inputData?: Record<string, unknown>;
	/** What is true in the sandbox after it. */
	afterwards: string;
}

interface Ending {
	/** The row of the spreadsheet, counted as the spreadsheet does: its head is row 1. */
	row?: number;
	status?: string;
	/** Words of the message that the Zap's builder sees. */
	refused?: string;
	/** Was a request sent? */
	sent?: boolean;
}

interface Search {
	/** The fields of the search. */
	inputData: Record<string, unknown>;
	/** The rows of those who are found, so that nobody is invited. */
	found: number[];
}

export interface Person {
	name: string;
	/** Undefined for the form. */
	row: number | undefined;
	answers: Record<string, string>;
}

export interface Examples {
	/** By provider. */
	zaps: Record<string, Zap>;
	/** Those whom each Zap invites: of a form response, and of a spreadsheet. */
	people: Person[];
	/** Those whom each Zap looks for first. */
	wanted: Person[];
	/** The one whose life is shown. */
	colleague: Person;
}

export function readExamples(folder: string): Examples {
	const read = (file: string) => {
		try {
			const text = readFileSync(join(folder, file), 'utf8');
			return file.endsWith('.csv') ? parse(text, { columns: true, bom: true }) : JSON.parse(text);
		} catch (error) {
			throw new Error(`${join(folder, file)} can't be read: ${messageOf(error)}`);
		}
	};
	return {
		zaps: Object.fromEntries(zapFiles(folder).map((file) => [basename(file, '.json'), read(join('zaps', file))])),
		people: [personOf(read('form-submission.json'), undefined), ...rowsOf(read('people.csv'))],
		wanted: rowsOf(read('find-or-invite.csv')),
		colleague: personOf(read('new-colleague.json'), undefined),
	};
}

/** The example Zaps, a file each, named by its provider. */
function zapFiles(folder: string): string[] {
	try {
		return readdirSync(join(folder, 'zaps')).filter((file) => file.endsWith('.json'));
	} catch (error) {
		throw new Error(`${join(folder, 'zaps')} can't be read: ${messageOf(error)}`);
	}
}

function rowsOf(rows: Record<string, string>[]): Person[] {
	return rows.map((answers, index) => personOf(answers, index + 2));
}

function personOf(answers: Record<string, string>, row: number | undefined): Person {
	return { name: answers['Full Name'] ?? '', row, answers };
}

/** Puts a person's answers in place of {{their names}}, as Zapier does before it runs a step. */
export function fillIn(mapped: unknown, answers: Record<string, string>): unknown {
	if (Array.isArray(mapped)) return mapped.map((item) => fillIn(item, answers));
	if (mapped !== null && typeof mapped === 'object') {
		return Object.fromEntries(Object.entries(mapped).map(([key, value]) => [key, fillIn(value, answers)]));
	}
	if (typeof mapped !== 'string') return mapped;
	return mapped.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
		const answer = answers[name];
		if (answer === undefined) throw new Error(`A Zap maps {{${name}}}, which the example doesn't have`);
		return answer;
	});
}
