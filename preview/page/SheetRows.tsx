import { Fragment, useId, useState } from 'react';
import { Button, ProgressBar, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { number } from '../../invite/words.mts';
import { MOST_SHEET_ROWS, type SheetOutcome, type SheetRow, type SheetRun } from '../protocol.mts';
import { Icon } from './icons.tsx';
import { OUTCOMES, paceOf, summaryOf } from './sheet.ts';

interface SheetProgressProps {
	run: SheetRun;
	onPause(): void;
	onResume(): void;
	onStop(): void;
}

/** How far a run or a check is, with what can be done about it. */
export function SheetProgress({ run, onPause, onResume, onStop }: SheetProgressProps) {
	const { kind, state, done, total } = run;
	const isBad = run.stopped || run.outcomes.failed || run.outcomes.uncertain;
	if (state === 'ended') {
		return (
			<p className={isBad ? 'outcome held' : 'outcome'}>
				<Icon name={run.stopped ? 'pause' : isBad ? 'warning' : 'check'} />
				<span>{summaryOf(run)}</span>
			</p>
		);
	}
	return (
		<div className="sheet-progress">
			<ProgressBar
				value={done}
				maxValue={Math.max(1, total)}
				aria-label={kind === 'check' ? 'Rows checked' : 'Rows done'}
				valueLabel={`${number(done)} of ${number(total)} rows`}
			>
				{({ percentage = 0, valueText }) => (
					<>
						<div className="bar">
							<div style={{ width: `${percentage}%` }} />
						</div>
						<p className="pace">
							<strong>{valueText}</strong> · {paceOf(run)}
						</p>
					</>
				)}
			</ProgressBar>
			<div className="actions start">
				{state === 'paused' ? (
					<Button className="button" onPress={onResume}>
						<Icon name="play" size={13} /> Resume
					</Button>
				) : (
					<Button className="button" isDisabled={state === 'stopping'} onPress={onPause}>
						<Icon name="pause" size={13} /> Pause
					</Button>
				)}
				<Button className="button" isDisabled={state === 'stopping'} onPress={onStop}>
					<Icon name="stop" size={13} /> Stop
				</Button>
			</div>
		</div>
	);
}

/** On a phone, rows are shown as blocks, which takes away what they are: so it is said. */
const ROLES = {
	table: { role: 'table' },
	group: { role: 'rowgroup' },
	heading: { role: 'columnheader' },
	row: { role: 'row' },
	cell: { role: 'cell' },
};

interface SheetRowsProps {
	run: SheetRun;
	show: SheetOutcome | undefined;
	onShow(outcome: SheetOutcome | undefined): void;
}

/** What became of the rows, or would: the first of each kind, and how many there are. */
export function SheetRows({ run, show, onShow }: SheetRowsProps) {
	const all = Object.values(run.outcomes).reduce((sum, count) => sum + count, 0);
	const count = show ? (run.outcomes[show] ?? 0) : all;
	if (!all) return null;
	return (
		<>
			<ToggleButtonGroup
				className="chips"
				aria-label="Rows to show"
				selectionMode="single"
				disallowEmptySelection
				selectedKeys={[show ?? 'all']}
				onSelectionChange={(keys) => {
					const [key] = keys;
					onShow(key === 'all' ? undefined : (key as SheetOutcome));
				}}
			>
				<ToggleButton id="all" className="chip">
					All <span className="chip-count">{number(all)}</span>
				</ToggleButton>
				{OUTCOMES.filter(({ key }) => run.outcomes[key]).map(({ key, label, tone }) => (
					<ToggleButton key={key} id={key} className={`chip ${tone}`}>
						{label} <span className="chip-count">{number(run.outcomes[key] ?? 0)}</span>
					</ToggleButton>
				))}
			</ToggleButtonGroup>
			<table
				className="sheet-rows"
				aria-label={run.kind === 'check' ? 'What would become of the rows' : 'What became of the rows'}
				{...ROLES.table}
			>
				<thead {...ROLES.group}>
					<tr {...ROLES.row}>
						<th scope="col" {...ROLES.heading}>
							Row
						</th>
						<th scope="col" {...ROLES.heading}>
							Person
						</th>
						<th scope="col" {...ROLES.heading}>
							Status
						</th>
						<th scope="col" {...ROLES.heading}>
							Message
						</th>
					</tr>
				</thead>
				<tbody {...ROLES.group}>
					{run.rows.map((row) => (
						<Row key={`${row.row} ${row.person}`} {...row} />
					))}
				</tbody>
			</table>
			{count > run.rows.length || count > MOST_SHEET_ROWS ? (
				<p className="note">
					The first {number(run.rows.length)} of {number(count)} are shown. All of them are in the results.
				</p>
			) : null}
		</>
	);
}

function Row({ row, person, outcome, status, id, message, requests }: SheetRow) {
	const [isOpen, setOpen] = useState(false);
	const detailsId = useId();
	const tone = OUTCOMES.find(({ key }) => key === outcome)?.tone ?? 'quiet';
	return (
		<Fragment>
			<tr className={isOpen ? 'open' : ''} {...ROLES.row}>
				<td className="number" {...ROLES.cell}>
					{row}
				</td>
				<td className="person" {...ROLES.cell}>
					{person || <span className="note">nobody</span>}
				</td>
				<td {...ROLES.cell}>
					<span className={`status ${tone}`}>
						{outcome === 'skipped' ? 'skipped' : outcome === 'duplicate' ? 'same person' : status.replaceAll('_', ' ')}
					</span>
				</td>
				<td className="message" {...ROLES.cell}>
					{message ? <span>{message} </span> : null}
					{/^https:\/\//.test(id) ? (
						<a href={id} target="_blank" rel="noreferrer noopener">
							{id}
						</a>
					) : id ? (
						<code>{id} </code>
					) : null}
					{requests.length ? (
						<Button className="link small" aria-expanded={isOpen} aria-controls={detailsId} onPress={() => setOpen(!isOpen)}>
							{isOpen ? 'Hide' : 'Show'} {requests.length === 1 ? 'the request' : `${requests.length} requests`}
							<span className="hidden"> of row {row}</span>
						</Button>
					) : null}
				</td>
			</tr>
			<tr id={detailsId} className="details" hidden={!isOpen} {...ROLES.row}>
				<td colSpan={4} {...ROLES.cell}>
					{requests.map(({ method, url, body }, index) => (
						// Requests come in order, and none goes.
						<div className="sent" key={index}>
							<p>
								<span className="method">{method}</span> {url}
							</p>
							{body ? <pre>{pretty(body)}</pre> : null}
						</div>
					))}
				</td>
			</tr>
		</Fragment>
	);
}

function pretty(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}
