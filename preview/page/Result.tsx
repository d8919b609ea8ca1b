import type { Failure, RunResult } from '../protocol.mts';
import { Icon } from './icons.tsx';
import { humanized } from './zap.ts';

const TONE_ICON = { error: 'warning', halted: 'pause', held: 'pause', reconnect: 'key' } as const;

/** How a step failed, and what Zapier does about it. */
export function FailureCard({ failure }: { failure: Failure }) {
	return (
		<section className={`card failure ${failure.tone}`} role="alert" aria-label={failure.title}>
			<h3>
				<Icon name={TONE_ICON[failure.tone]} /> {failure.title} <code className="class">{failure.name}</code>
			</h3>
			<p className="message">{failure.message}</p>
			<p className="consequence">{failure.consequence}</p>
			{failure.details ? (
				<details>
					<summary>What Zap history adds</summary>
					<pre>{failure.details}</pre>
				</details>
			) : null}
		</section>
	);
}

interface ResultProps {
	result: RunResult;
	labels: Record<string, string>;
	kind: string;
}

/** The outcome of a test: the data tree of Zapier's editor, or the error. */
export function Result({ result, labels, kind }: ResultProps) {
	const { failure, data, log } = result;
	return (
		<div className="result">
			{failure ? <FailureCard failure={failure} /> : <Outcome result={result} kind={kind} />}
			{!failure && data !== undefined ? (
				<section className="card" aria-label="Data out">
					<h3>Data out</h3>
					<DataTree data={data} labels={labels} />
				</section>
			) : null}
			{result.inputData ? (
				<section className="card" aria-label="Data in">
					<h3>Data in</h3>
					<p className="note">What arrives in the step as bundle.inputData.</p>
					<DataTree data={result.inputData} labels={{}} showKeys />
				</section>
			) : null}
			{log.length ? (
				<section className="card" aria-label="Log">
					<h3>Log</h3>
					<pre>{log.join('\n')}</pre>
				</section>
			) : null}
		</div>
	);
}

function Outcome({ result, kind }: { result: RunResult; kind: string }) {
	const { finding, isSample, count = 0 } = result;
	const told = isSample
		? { tone: 'held', text: 'No item was found, so this is the sample that Zapier shows. Real data come when the Zap runs.' }
		: finding === 'nothing'
			? {
					tone: 'halted',
					text: 'Nothing was found. In a Zap, a search that finds nothing stops the run softly, unless its builder chose to go on or to create it.',
				}
			: finding === 'found' && kind === 'searchOrCreates'
				? { tone: 'good', text: 'Found, so nothing was created.' }
				: finding === 'created'
					? { tone: 'good', text: 'Not found, so it was created.' }
					: finding === 'found'
						? { tone: 'good', text: count > 1 ? `Found ${count}. Zapier goes on with the first.` : 'Found.' }
						: kind === 'triggers'
							? {
									tone: 'good',
									text: `${count} ${count === 1 ? 'item' : 'items'} found. The Zap runs once for each new one; this is the newest.`,
								}
							: { tone: 'good', text: 'The step succeeded.' };
	return (
		<div className={`outcome ${told.tone}`} role="status">
			<Icon name={told.tone === 'good' ? 'check' : 'pause'} />
			<p>{told.text}</p>
		</div>
	);
}

interface TreeProps {
	data: unknown;
	labels: Record<string, string>;
	path?: string;
	showKeys?: boolean;
}

/** Values under their labels; objects and lists open and close. */
function DataTree({ data, labels, path = '', showKeys = false }: TreeProps) {
	if (typeof data !== 'object' || data === null) return <Leaf value={data} />;
	const entries = Object.entries(data);
	const isList = Array.isArray(data);
	if (!entries.length) return <span className="leaf nothing">{isList ? 'empty list' : 'empty'}</span>;
	return (
		<ul className="tree">
			{entries.map(([key, value]) => {
				const name = isList ? path : path ? (path.endsWith('[]') ? `${path}${key}` : `${path}__${key}`) : key;
				const label = isList ? String(Number(key) + 1) : showKeys ? key : (labels[name] ?? humanized(key));
				const isBranch = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
				const inner = Array.isArray(value) ? `${name}[]` : name;
				return (
					<li key={key}>
						{isBranch ? (
							<details open>
								<summary>
									<span className="tree-label">{label}</span>
								</summary>
								<DataTree data={value} labels={labels} path={inner} showKeys={showKeys} />
							</details>
						) : (
							<div className="tree-line">
								<span className="tree-label">{label}</span>
								<Leaf value={value} />
							</div>
						)}
					</li>
				);
			})}
		</ul>
	);
}

function Leaf({ value }: { value: unknown }) {
	if (value === null || value === undefined) return <span className="leaf nothing">null</span>;
	if (value === '') return <span className="leaf nothing">empty</span>;
	if (typeof value === 'object') return <span className="leaf nothing">{Array.isArray(value) ? 'empty list' : 'empty'}</span>;
	return <span className={`leaf ${typeof value}`}>{String(value)}</span>;
}
