/*
 * What the page, the server and the process of an integration tell each other, all of it JSON.
 */

/** An input or authentication field, as Zapier's schema has it. Keys that Zapier's schema lacks are in `Model.notes`. */
export interface Field {
	key: string;
	label?: string;
	helpText?: string;
	placeholder?: string;
	type?: string;
	required?: boolean;
	default?: string;
	list?: boolean;
	dict?: boolean;
	children?: Field[];
	/** "trigger.key of the value.key of the label". */
	dynamic?: string;
	/** "search.key of the value". */
	search?: string;
	/** Static ones in any of Zapier's three forms. Where a function or a request loads them, `{ perform }`. */
	choices?: unknown;
	group?: string;
	altersDynamicFields?: boolean;
	dependsOn?: string[];
	computed?: boolean;
	isNoSecret?: boolean;
	inputFormat?: string;
	schema?: unknown;
	/** Where core finds the function behind `choices.perform`; absent where a function of fields made the field. */
	choicesMethod?: string;
}

export type StepKind = 'triggers' | 'searches' | 'creates' | 'searchOrCreates';

export interface StepRef {
	kind: StepKind;
	key: string;
}

/** A trigger, search, action or "find or create", as a person picks it. */
export interface StepModel extends StepRef {
	label: string;
	description: string;
	noun: string;
	hidden: boolean;
	/** The fields of the step are those of the search, then those of the action. */
	search?: string;
	create?: string;
	groups: { key: string; label?: string; emphasize?: boolean }[];
	/** What is shown under the keys of a result. */
	labels: Record<string, string>;
	sample: unknown;
}

export interface Authentication {
	type: string;
	fields: Field[];
	/** Where the owner of an account would be sent to sign in. */
	signIn?: string;
}

/** An integration as it is shown: all of it from the compiled definition. */
export interface Model {
	title: string;
	version: string;
	platformVersion: string;
	authentication?: Authentication;
	steps: StepModel[];
	/** What is in the definition that the preview doesn't show, or does otherwise than Zapier. */
	notes: string[];
	/** Who answers requests. */
	network: 'sandbox' | 'live' | 'offline';
	/** What the answers can be made to be. */
	faults: { key: string; label: string; description: string }[];
	/** Which of them they are now. */
	fault: ChosenFault;
	/** The fields of the connection that the environment has, and of which product they are, if it says so. */
	environment: { fields: string[]; provider?: string };
}

export interface ChosenFault {
	/** Its key; '' for none. */
	fault: string;
	/** Only for requests that change something. */
	onlyChanges: boolean;
}

/** One HTTP request and its answer. Credentials are struck out. */
export interface Exchange {
	method: string;
	url: string;
	requestHeaders: Record<string, string>;
	requestBody: string;
	/** Undefined where no answer came. */
	status?: number;
	responseHeaders: Record<string, string>;
	responseBody: string;
	/** Why no answer came. */
	failure?: string;
	/** The fault that was chosen, where it gave the answer. */
	fault?: string;
}

export interface Failure {
	/** The class of the error, such as `HaltedError`. */
	name: string;
	/** As Zap history shows it. */
	message: string;
	/** What core adds about requests before the error. */
	details?: string;
	/** What Zapier does about it. */
	title: string;
	consequence: string;
	tone: 'error' | 'halted' | 'held' | 'reconnect';
}

export interface StateOfApi {
	key: string;
	title: string;
	state: {
		users: Row[];
		workspaces: (Row & { members?: Row[] })[];
		invitations: Row[];
	};
}

export type Row = Record<string, unknown>;

interface Run {
	exchange: Exchange[];
	log: string[];
	failure?: Failure;
}

export interface ConnectResult extends Run {
	/** Names the connection in later calls. */
	id?: string;
	label?: string;
	/** What the test of the connection returned. */
	result?: unknown;
}

export interface FieldsResult extends Run {
	fields: Field[];
}

export interface Choice {
	value: string;
	label: string;
}

export interface ChoicesResult extends Run {
	choices: Choice[];
	/** What the next page is asked for with; absent where this is the last. */
	next?: string | number;
}

/** How a "find or create" ended, or that a search found nothing. */
export type Finding = 'found' | 'created' | 'nothing';

export interface RunResult extends Run {
	/** What the step gives to later ones: the first of a trigger's or a search's items. */
	data?: unknown;
	/** How many items a trigger or a search returned. */
	count?: number;
	finding?: Finding;
	/** The data are the step's sample, for nothing else is there. */
	isSample?: boolean;
	/** What arrived in the step's function. */
	inputData?: Record<string, unknown>;
	before?: StateOfApi[];
	after?: StateOfApi[];
	/** Keys of the APIs that were asked. */
	asked?: string[];
}

/** The data of the steps before, by their number in the Zap. */
export type ZapData = Record<string, unknown>;

export interface StepCall {
	step: StepRef;
	connection?: string | undefined;
	/** As it was typed: texts, lists of texts, dictionaries, rows; with `{{1__Email}}` for what is mapped. */
	inputData: Record<string, unknown>;
	data: ZapData;
}

/** The largest sheet that the page takes, in bytes; the command takes any. */
export const LARGEST_SHEET = 50_000_000;

/** How many rows of a sheet are shown of each kind; all of them are in the results. */
export const MOST_SHEET_ROWS = 100;

/** A sheet that was dropped on the page. */
export interface SheetModel {
	/** Of the file, or of what was pasted. */
	name: string;
	/** In bytes. */
	size: number;
	columns: string[];
	/** How many rows there are. */
	count: number;
	/** The first of them, as texts by column. */
	first: { row: number; cells: string[] }[];
}

/** Where the value of a field comes from: columns, whose texts are joined by spaces, or a value that is the same in every row. */
export interface SheetSource {
	/** Key of the field. */
	field: string;
	/** The name within a field that takes names and values of one's own. */
	entry?: string | undefined;
	columns?: string[] | undefined;
	value?: string | undefined;
}

/** What a sheet's rows are to go through. */
export interface SheetCall {
	integration: string;
	connection?: string | undefined;
	/** Key of the action. */
	action: string;
	/** Undefined has the columns matched by their names. */
	sources?: SheetSource[] | undefined;
}

export interface SheetField {
	field: Field;
	/** The label of the line items that it belongs to, and their key. */
	parent?: { key: string; label: string };
}

/** Which column fills which field of an action. */
export interface SheetPlan {
	/** Why the integration couldn't tell its fields. */
	failure?: Failure;
	fields: SheetField[];
	sources: SheetSource[];
	/** Columns that fill nothing. */
	unused: string[];
	/** Labels of required fields that nothing fills. */
	missing: string[];
	/** The label of the field that tells who a row is about. */
	person: string;
	/** Does one request take several people? */
	batches: boolean;
	/** Are there searches that can tell who is there already? */
	canLookUp: boolean;
	/** What earlier runs of this sheet left, by state. */
	earlier: { done: number; failed: number; uncertain: number };
	/** Accounts of earlier runs, if none had these credentials: it is one of them with another key, or a new one. */
	accounts: { id: string; label: string }[];
}

export type SheetOutcome = 'done' | 'ready' | 'skipped' | 'duplicate' | 'failed' | 'uncertain';

/** What became of a row, or would; of each person of it, where there are several. */
export interface SheetRow {
	row: number;
	person: string;
	outcome: SheetOutcome;
	/** In the words of the action, such as `invited`, or `already_there`. */
	status: string;
	/** The id of what was made, or a link to it. */
	id: string;
	message: string;
	requests: { method: string; url: string; body: string }[];
}

/** A check of a sheet's rows, which sends nothing, or a run. */
export interface SheetRun {
	kind: 'check' | 'run';
	state: 'running' | 'paused' | 'stopping' | 'ended';
	/** Why it ended before the last row. */
	stopped?: 'asked' | 'disconnected';
	/** What is to be said of its end. */
	message: string;
	/** Of rows. */
	total: number;
	done: number;
	pace?: { perSecond: number; left: number };
	/** Seconds until it goes on, as it was asked to slow down. */
	waiting: number;
	/** How many people ended how; those that are done by their status, too. */
	outcomes: Partial<Record<SheetOutcome, number>>;
	statuses: Record<string, number>;
	/** The first of those that were asked for, in the order of the sheet. */
	rows: SheetRow[];
}

export interface SheetStart extends SheetCall {
	kind: SheetRun['kind'];
	/** Of a check: ask the product's searches who is there already. */
	lookUp?: boolean;
	/** Send those again of whom an earlier run doesn't know whether they were sent. */
	retryUncertain?: boolean;
	/** How many requests at once. */
	concurrency?: number;
	/** How many people in one request, where it takes several. */
	batchSize?: number;
}

/** What the page can ask of the server, and what it gets. */
export interface Api {
	integrations(call: Record<string, never>): { integrations: { key: string; title: string }[]; samples: Sample[] };
	open(call: { integration: string }): Model;
	connect(call: { integration: string; authData: Record<string, string>; fromEnvironment?: string[] }): ConnectResult;
	sandboxConnection(call: { integration: string; authData: Record<string, string> }): { authData?: Record<string, string> };
	fields(call: { integration: string } & StepCall): FieldsResult;
	choices(call: { integration: string; field: string; page?: string | number | undefined } & StepCall): ChoicesResult;
	run(call: { integration: string } & StepCall): RunResult;
	state(call: { integration: string }): { apis: StateOfApi[] };
	reset(call: { integration: string }): { apis: StateOfApi[] };
	fault(call: { integration: string } & ChosenFault): Record<string, never>;
	/** Reads a sheet that was uploaded (PUT `sheets/<name>`, which answers its `upload`). */
	openSheet(call: { integration: string; upload: string; encoding?: string | undefined; sheet?: string | undefined }): SheetModel;
	planSheet(call: SheetCall): SheetPlan;
	startSheet(call: SheetStart): Record<string, never>;
	/** The sheet that is open, what was started of it last, and how far it is. Shows rows that ended so; all if left out. */
	sheet(call: { integration: string; show?: SheetOutcome | undefined }): {
		sheet?: SheetModel;
		started?: SheetStart;
		/** The label of the connection that it was started with. */
		account?: string;
		run?: SheetRun;
	};
	pauseSheet(call: { integration: string }): Record<string, never>;
	resumeSheet(call: { integration: string }): Record<string, never>;
	stopSheet(call: { integration: string }): Record<string, never>;
	/** Says which of the plan's accounts this is; none of them if left out. */
	settleAccount(call: SheetCall & { same?: string | undefined }): Record<string, never>;
	/** Forgets what earlier runs of this sheet left: who is done may be sent again. */
	forgetSheet(call: SheetCall): Record<string, never>;
	closeSheet(call: { integration: string }): Record<string, never>;
}

/** What starts a Zap without any app: the answer to a form, or a row of a sheet. */
export interface Sample {
	key: string;
	label: string;
	rows: Record<string, string>[];
}
