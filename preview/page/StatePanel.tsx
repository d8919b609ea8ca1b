import { Button } from 'react-aria-components';
import type { Row, StateOfApi } from '../protocol.mts';
import { call } from './api.ts';
import { Icon } from './icons.tsx';
import { humanized, shortText } from './zap.ts';

interface StatePanelProps {
	integration: string;
	apis: StateOfApi[];
	/** As it was before the last test. */
	before: StateOfApi[] | undefined;
	/** Takes what it is once the sandbox was reset. */
	onReset(apis: StateOfApi[]): void;
	/** Takes why the sandbox can't be reset; an empty text where it was. */
	onProblem(problem: string): void;
}

/** An organization may have thousands of people. */
const MOST_ROWS = 50;

type Mark = 'added' | 'changed' | 'removed' | undefined;

/** Who is where in the sandbox, with what the last test changed marked. */
export function StatePanel({ integration, apis, before, onReset, onProblem }: StatePanelProps) {
	const reset = () =>
		call('reset', { integration }).then(
			({ apis: now }) => {
				onReset(now);
				onProblem('');
			},
			(error: Error) => onProblem(error.message),
		);
	return (
		<div className="state">
			{apis.map(({ key, title, state }) => {
				const was = before?.find((api) => api.key === key)?.state;
				return (
					<section key={key}>
						<h3>{title.replace(/ \(.*\)$/, '')}</h3>
						<Rows name="Users" rows={state.users} before={was?.users} />
						<Rows name="Invitations" rows={state.invitations} before={was?.invitations} />
						{state.workspaces.map((workspace) => {
							const { members = [], ...own } = workspace;
							const old = was?.workspaces.find(({ id }) => id === workspace.id);
							return (
								<Rows
									key={String(own.id)}
									name={String(own.name ?? own.id)}
									rows={members}
									before={was ? (old?.members ?? []) : undefined}
								/>
							);
						})}
					</section>
				);
			})}
			<Button className="button small" onPress={reset}>
				<Icon name="refresh" /> Reset the sandbox
			</Button>
		</div>
	);
}

function Rows({ name, rows, before }: { name: string; rows: Row[]; before: Row[] | undefined }) {
	const all = marks(rows, before);
	// What changed comes first, for an organization may be large.
	const marked = [...all.filter(({ mark }) => mark), ...all.filter(({ mark }) => !mark)].slice(0, MOST_ROWS);
	const columns = [...new Set(marked.flatMap(({ row }) => Object.keys(row)))].filter(
		(column) => column !== 'id' || !rows.some((row) => row.email),
	);
	return (
		<details open className="rows-of">
			<summary>
				{name} <span className="count">{rows.length}</span>
				{marked.some(({ mark }) => mark) ? <span className="changed-note">changed</span> : null}
			</summary>
			{rows.length > MOST_ROWS ? <p className="note">The first {MOST_ROWS} are shown.</p> : null}
			{marked.length ? (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls, which the keyboard must reach.
				<section className="scroll" tabIndex={0} aria-label={name}>
					<table>
						<thead>
							<tr>
								{columns.map((column) => (
									<th key={column} scope="col">
										{humanized(column)}
									</th>
								))}
							</tr>
						</thead>
						<tbody>
							{marked.map(({ row, mark }) => (
								<tr key={idOf(row)} className={mark ?? ''}>
									{columns.map((column, index) => (
										<td key={column}>
											{cell(row[column])}
											{index === 0 && mark ? <span className="mark">{mark}</span> : null}
										</td>
									))}
								</tr>
							))}
						</tbody>
					</table>
				</section>
			) : (
				<p className="empty">Nobody.</p>
			)}
		</details>
	);
}

/** Lists of places are told by their names. */
function cell(value: unknown): string {
	if (!Array.isArray(value)) return shortText(value);
	return value
		.map((item) => (typeof item === 'object' && item !== null ? shortText(item.name ?? item.email ?? item) : shortText(item)))
		.join(', ');
}

function idOf(row: Row): string {
	return String(row.id ?? row.email ?? JSON.stringify(row));
}

function marks(rows: Row[], before: Row[] | undefined): { row: Row; mark: Mark }[] {
	if (!before) return rows.map((row) => ({ row, mark: undefined }));
	const old = new Map(before.map((row) => [idOf(row), row]));
	const now = new Set(rows.map(idOf));
	return [
		...rows.map((row) => {
			const was = old.get(idOf(row));
			return { row, mark: (was ? (JSON.stringify(was) === JSON.stringify(row) ? undefined : 'changed') : 'added') as Mark };
		}),
		...before.filter((row) => !now.has(idOf(row))).map((row) => ({ row, mark: 'removed' as Mark })),
	];
}
