import { number, paceWords } from '../../invite/words.mts';
import type { SheetField, SheetOutcome, SheetRun, SheetSource } from '../protocol.mts';

/** A field without a source has none; one that is the same in every row, but empty, has an empty value. */
export function sourceOf(sources: SheetSource[], key: string): SheetSource | undefined {
	return sources.find(({ field }) => field === key);
}

/** Labels of required fields that nothing fills. */
export function unfilled(fields: SheetField[], sources: SheetSource[]): string[] {
	const filled = new Set(sources.filter(({ columns, value }) => columns?.length || value).map(({ field }) => field));
	return fields.filter(({ field }) => field.required && !filled.has(field.key)).map(({ field }) => field.label ?? field.key);
}

/** What is the same in every row, as the values of a form. */
export function fixedValues(fields: SheetField[], sources: SheetSource[]): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const { field, parent } of fields) {
		const value = sourceOf(sources, field.key)?.value;
		if (!value) continue;
		if (!parent) values[field.key] = value;
		else values[parent.key] = [{ ...(values[parent.key] as Record<string, unknown>[] | undefined)?.[0], [field.key]: value }];
	}
	return values;
}

export const OUTCOMES: { key: SheetOutcome; label: string; tone: 'good' | 'warn' | 'bad' | 'quiet' }[] = [
	{ key: 'ready', label: 'Ready to be sent', tone: 'good' },
	{ key: 'done', label: 'Done', tone: 'good' },
	{ key: 'skipped', label: 'Skipped: done before', tone: 'quiet' },
	{ key: 'duplicate', label: 'Same person again', tone: 'warn' },
	{ key: 'failed', label: 'Failed', tone: 'bad' },
	{ key: 'uncertain', label: 'Uncertain', tone: 'bad' },
];

/** How a run or a check ended, in a sentence. */
export function summaryOf({ kind, stopped, outcomes, statuses, message, total, done }: SheetRun): string {
	const said = [
		...Object.entries(statuses).map(([status, count]) => `${number(count)} ${status.replaceAll('_', ' ')}`),
		...OUTCOMES.filter(({ key }) => key !== 'done' && outcomes[key]).map(
			({ key, label }) => `${number(outcomes[key] ?? 0)} ${label.toLowerCase()}`,
		),
	];
	const head = kind === 'check' ? 'The check' : 'The run';
	const end =
		stopped === 'disconnected'
			? `${head} was stopped, as the connection isn’t accepted. `
			: stopped
				? `${head} was stopped after ${number(done)} of ${number(total)} rows. `
				: '';
	return `${end}${said.join(' · ') || 'No rows.'}${message ? ` ${message}` : ''}`;
}

export function paceOf(run: SheetRun): string {
	if (run.state === 'paused') return 'paused';
	if (run.state === 'stopping') return 'stopping: what is on its way is waited for';
	return paceWords(run);
}
