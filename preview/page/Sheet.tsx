import { useEffect, useRef, useState } from 'react';
import { Button, Checkbox, DialogTrigger, Disclosure, DisclosurePanel } from 'react-aria-components';
import { number } from '../../invite/words.mts';
import type { Model, SheetModel, SheetOutcome, SheetPlan, SheetRun, SheetSource, SheetStart, StateOfApi } from '../protocol.mts';
import { call } from './api.ts';
import { Confirm, Start } from './Confirm.tsx';
import { Account, type Connection } from './Connect.tsx';
import { Icon } from './icons.tsx';
import { Picker } from './Picker.tsx';
import { FailureCard } from './Result.tsx';
import { SheetColumns } from './SheetColumns.tsx';
import { SheetFile } from './SheetFile.tsx';
import { SheetProgress, SheetRows } from './SheetRows.tsx';
import { StatePanel } from './StatePanel.tsx';
import { fixedValues, summaryOf, unfilled } from './sheet.ts';

/** How often it is asked how far a run is, in milliseconds. */
const EVERY = 400;

/** To ask the product about more people than this takes long: whoever wants it chooses it. */
const LOOKED_UP = 2000;

interface SheetProps {
	integration: string;
	model: Model;
	connections: Connection[];
	onConnected(connection: Connection): void;
	isShown: boolean;
}

/** A whole sheet of people through one action: columns chosen, rows checked, then run. */
export function Sheet({ integration, model, connections, onConnected, isShown }: SheetProps) {
	const actions = model.steps.filter(({ kind, hidden }) => kind === 'creates' && !hidden);
	const [sheet, setSheet] = useState<SheetModel>();
	const [action, setAction] = useState(() => (actions.find(({ label }) => /\binvite/i.test(label)) ?? actions[0])?.key ?? '');
	const [chosen, setChosen] = useState<string>();
	const [plan, setPlan] = useState<SheetPlan>();
	const [sources, setSources] = useState<SheetSource[]>([]);
	const [started, setStarted] = useState<SheetStart>();
	const [run, setRun] = useState<SheetRun>();
	const [show, setShow] = useState<SheetOutcome>();
	const [lookUp, setLookUp] = useState(true);
	const [concurrency, setConcurrency] = useState(4);
	const [batchSize, setBatchSize] = useState(50);
	const [problem, setProblem] = useState('');
	const [busy, setBusy] = useState(false);
	const asked = useRef(0);
	const connection = connections.find(({ id }) => id === chosen) ?? connections.at(-1);
	const isGoing = run !== undefined && run.state !== 'ended';
	const ready = !!connection || !model.authentication;
	const setup = { integration, connection: connection?.id, action };

	/** Does something, and says so if it can't be done. */
	async function attempt(act: () => Promise<void>) {
		setBusy(true);
		setProblem('');
		try {
			await act();
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}

	async function told(): Promise<SheetRun | undefined> {
		const { run: now } = await call('sheet', { integration, show });
		setRun(now);
		return now;
	}

	// A page that was loaded anew finds the sheet that is open, and goes on with it.
	useEffect(() => {
		call('sheet', { integration }).then(
			({ sheet: open, started: last, account, run: now }) => {
				if (!open) return;
				setSheet(open);
				setRun(now);
				if (!last) return;
				setStarted(last);
				setAction(last.action);
				setSources(last.sources ?? []);
				setChosen(last.connection);
				if (last.connection && account !== undefined) onConnected({ id: last.connection, label: account });
			},
			() => {},
		);
	}, [integration]);

	// The other view may have reset the sandbox, and with it forgotten the run.
	useEffect(() => {
		if (!isShown || run?.state !== 'ended') return;
		call('sheet', { integration, show }).then(
			({ run: now }) => {
				if (now) return;
				setStarted(undefined);
				setRun(undefined);
				replan(sources);
			},
			() => {},
		);
	}, [isShown]);

	// While it goes, and once more for another kind of rows.
	useEffect(() => {
		if (!started) return;
		let isOver = false;
		let timer: ReturnType<typeof setTimeout>;
		const ask = async () => {
			try {
				const now = await call('sheet', { integration, show });
				if (isOver) return;
				setRun(now.run);
				if (now.run && now.run.state !== 'ended') timer = setTimeout(ask, EVERY);
				else if (now.run?.kind === 'run') tellEarlier();
				else if (!now.run)
					setProblem('The integration’s process ended, and with it the run. Drop the sheet again: who is done is skipped.');
			} catch (error) {
				if (!isOver) setProblem((error as Error).message);
			}
		};
		ask();
		return () => {
			isOver = true;
			clearTimeout(timer);
		};
	}, [started, show, integration]);

	/** After a run, it is one of the earlier ones. */
	async function tellEarlier() {
		const { earlier } = await call('planSheet', { ...setup, sources });
		setPlan((old) => old && { ...old, earlier });
	}

	async function replan(wished: SheetSource[] | undefined) {
		const number = ++asked.current;
		await attempt(async () => {
			const next = await call('planSheet', { ...setup, sources: wished });
			// Something else was chosen meanwhile.
			if (number !== asked.current) return;
			setPlan(next);
			if (!wished) setSources(next.sources);
		});
	}

	// Columns are matched anew for another sheet, action or account; what was started is kept as it was.
	const about = sheet && ready ? JSON.stringify([sheet.name, sheet.columns, setup]) : '';
	useEffect(() => {
		setPlan(undefined);
		if (!about) return;
		const same = started && started.action === action && started.connection === connection?.id;
		replan(same ? started.sources : undefined);
	}, [about]);

	function start(kind: SheetRun['kind'], more: Partial<SheetStart> = {}) {
		const next: SheetStart = {
			...setup,
			kind,
			sources,
			concurrency,
			batchSize,
			lookUp: lookUp && (plan?.canLookUp ?? false),
			...more,
		};
		attempt(async () => {
			await call('startSheet', next);
			setShow(undefined);
			await told();
			setStarted(next);
		});
	}

	function close() {
		forget();
		setSheet(undefined);
		attempt(async () => {
			await call('closeSheet', { integration });
		});
	}

	function forget() {
		setStarted(undefined);
		setRun(undefined);
		setPlan(undefined);
		setShow(undefined);
	}

	const steer = (method: 'pauseSheet' | 'resumeSheet' | 'stopSheet') =>
		attempt(async () => {
			await call(method, { integration });
			await told();
		});
	const missing = plan ? unfilled(plan.fields, sources) : [];
	const canStart = !!plan && !missing.length && !plan.accounts.length && !isGoing && !busy;
	const isStale =
		started &&
		run?.state === 'ended' &&
		JSON.stringify([started.action, started.connection, started.sources]) !== JSON.stringify([action, connection?.id, sources]);
	const isChecked = run?.kind === 'check' && run.state === 'ended' && !isStale;
	const uncertain = Math.max(run?.outcomes.uncertain ?? 0, plan?.earlier.uncertain ?? 0);
	const stepLabel = actions.find(({ key }) => key === action)?.label ?? action;

	return (
		<div className="columns sheet-view">
			<main className="editor" aria-label="Sheet">
				<header className="editor-head">
					<h2>A whole sheet</h2>
					<p className="note">Each row goes through the same action, by the same code, as one that a Zap runs.</p>
				</header>
				<div className="panel">
					<SheetFile
						integration={integration}
						sheet={sheet}
						isGoing={isGoing}
						isShown={isShown}
						onOpened={(opened) => {
							forget();
							setLookUp(opened.count <= LOOKED_UP);
							setSheet(opened);
						}}
						onClose={close}
					/>
					{sheet ? (
						<section className="sheet-part" aria-label="Action">
							<h3>2. Action</h3>
							<Picker
								label="Action"
								isDisabled={isGoing}
								groups={[{ label: '', options: actions.map(({ key, label, description }) => ({ value: key, label, description })) }]}
								value={action}
								searchable
								onChange={setAction}
							/>
							{model.authentication && !isGoing ? (
								<Account
									integration={integration}
									model={model}
									connections={connections}
									connection={connection}
									onChoose={setChosen}
									onConnected={(connected) => {
										onConnected(connected);
										setChosen(connected.id);
									}}
									onExchange={() => {}}
								/>
							) : null}
						</section>
					) : null}
					{sheet && plan ? (
						<>
							{plan.failure ? <FailureCard failure={plan.failure} /> : null}
							<SheetColumns
								key={about}
								sheet={sheet}
								plan={plan}
								sources={sources}
								isGoing={isGoing}
								onChange={(next, alters) => {
									setSources(next);
									if (alters) replan(next);
								}}
								load={(path, page) =>
									call('choices', {
										integration,
										connection: connection?.id,
										step: { kind: 'creates', key: action },
										inputData: fixedValues(plan.fields, sources),
										data: {},
										field: path,
										page,
									})
								}
							/>
							<section className="sheet-part" aria-label="Rows">
								<h3>4. Rows</h3>
								<Earlier
									{...plan.earlier}
									isGoing={isGoing}
									onForget={() =>
										attempt(async () => {
											await call('forgetSheet', setup);
											setPlan(await call('planSheet', { ...setup, sources }));
										})
									}
								/>
								{plan.accounts.length && !isGoing ? (
									<OtherCredentials
										accounts={plan.accounts}
										account={connection?.label ?? ''}
										onSettle={(same) =>
											attempt(async () => {
												await call('settleAccount', { ...setup, same });
												setPlan(await call('planSheet', { ...setup, sources }));
											})
										}
									/>
								) : null}
								{plan.canLookUp ? (
									<Checkbox className="checkbox" isSelected={lookUp} isDisabled={isGoing} onChange={setLookUp}>
										<span className="box" aria-hidden="true">
											<Icon name="check" size={12} />
										</span>
										When checking, ask who is there already
									</Checkbox>
								) : null}
								<Disclosure className="disclosure">
									<Button slot="trigger" className="link">
										<Icon name="chevron" size={12} /> How fast
									</Button>
									<DisclosurePanel>
										<div className="sheet-how">
											<Count label="Requests at once" value={concurrency} most={50} isDisabled={isGoing} onChange={setConcurrency} />
											{plan.batches ? (
												<Count label="People in one request" value={batchSize} most={1000} isDisabled={isGoing} onChange={setBatchSize} />
											) : null}
										</div>
									</DisclosurePanel>
								</Disclosure>
								{isGoing ? null : (
									<div className="actions start">
										<Button className={isChecked ? 'button' : 'button primary'} isDisabled={!canStart} onPress={() => start('check')}>
											<Icon name="check" size={13} /> {run ? 'Check again' : 'Check rows'}
										</Button>
										<Start
											label={
												run?.kind === 'run' ? 'Run again' : `${stepLabel}: run ${number(sheet.count)} ${sheet.count === 1 ? 'row' : 'rows'}`
											}
											className={isChecked ? 'button primary' : 'button'}
											isDisabled={!canStart}
											isLive={model.network === 'live'}
											words={`Every row that isn’t done yet goes through “${stepLabel}” in the real account${connection ? ` (${connection.label})` : ''}.`}
											onStart={() => start('run')}
										/>
										{uncertain ? (
											<Start
												label={`Run, and send ${number(uncertain)} uncertain again`}
												className="button"
												isDisabled={!canStart}
												isLive={model.network === 'live'}
												words="Uncertain rows may have been sent. Look in the product first: those who were sent may get a second invitation."
												onStart={() => start('run', { retryUncertain: true })}
											/>
										) : null}
									</div>
								)}
								{run ? (
									<>
										<SheetProgress
											run={run}
											onPause={() => steer('pauseSheet')}
											onResume={() => steer('resumeSheet')}
											onStop={() => steer('stopSheet')}
										/>
										{run.state === 'ended' ? (
											<div className="after-run">
												<a className="button" href={`results/${encodeURIComponent(integration)}`} download>
													<Icon name="download" size={13} /> Download the results
												</a>
												<p className="note">{whatNext(run)}</p>
											</div>
										) : null}
										{isStale ? <p className="warning">Something was changed since: check again to see what would be sent.</p> : null}
										<SheetRows run={run} show={show} onShow={setShow} />
									</>
								) : null}
							</section>
						</>
					) : null}
					<div role="alert">{problem ? <p className="missing">{problem}</p> : null}</div>
					<p role="status" className="hidden">
						{announced(run)}
					</p>
				</div>
			</main>
			{model.network === 'sandbox' ? (
				<Sandbox
					integration={integration}
					isShown={isShown}
					ended={run?.state === 'ended' && run.kind === 'run' ? run : undefined}
					onReset={() => {
						setStarted(undefined);
						setRun(undefined);
						if (plan) replan(sources);
					}}
				/>
			) : null}
		</div>
	);
}

interface OtherCredentialsProps {
	/** Of earlier runs. */
	accounts: SheetPlan['accounts'];
	/** The label of the one that is connected. */
	account: string;
	/** Takes which of them it is; undefined for none. */
	onSettle(same: string | undefined): void;
}

/** Only a person knows whether an account got another key, or is another one. */
function OtherCredentials({ accounts, account, onSettle }: OtherCredentialsProps) {
	const [only] = accounts.length === 1 ? accounts : [];
	return (
		<div className="earlier" role="alert">
			<p>
				<strong>Earlier runs of this sheet used other credentials.</strong> Is {account ? `“${account}”` : 'this'} the same account, with
				another key?{only?.label && only.label !== account ? ` It was listed as “${only.label}”.` : ''} Who is done is skipped only in the
				same account.
			</p>
			<div className="actions start">
				{accounts.map(({ id, label }) => (
					<Button key={id} className="button small" onPress={() => onSettle(id)}>
						{only ? 'The same account' : `The same as “${label || id}”`}
					</Button>
				))}
				<Button className="button small" onPress={() => onSettle(undefined)}>
					Another account
				</Button>
			</div>
		</div>
	);
}

/** For those who hear the page: what begins, and how it ended, but not every row. */
function announced(run: SheetRun | undefined): string {
	if (!run) return '';
	if (run.state === 'ended') return summaryOf(run);
	if (run.state === 'paused') return 'Paused.';
	return run.kind === 'check' ? 'Checking the rows.' : 'Running the rows.';
}

function whatNext({ kind, outcomes, stopped }: SheetRun): string {
	if (kind === 'check') return 'Nothing was sent.';
	const words = [
		...(stopped ? ['Another run goes on from here.'] : []),
		...(outcomes.failed ? ['Failed rows were not carried out; another run tries them again.'] : []),
		...(outcomes.uncertain ? ['Uncertain rows may have been carried out: look in the product.'] : []),
		...(outcomes.skipped ? ['Skipped rows were done by an earlier run of this sheet.'] : []),
	];
	return words.join(' ') || 'All rows are done.';
}

/** What earlier runs of this sheet left, which the next one goes on from. */
function Earlier({ done, failed, uncertain, isGoing, onForget }: SheetPlan['earlier'] & { isGoing: boolean; onForget(): void }) {
	if (!(done + failed + uncertain) || isGoing) return null;
	return (
		<div className="earlier">
			<p>
				<strong>Earlier runs of this sheet:</strong> {number(done)} done, {number(failed)} failed, {number(uncertain)} uncertain. Who is
				done is skipped.
			</p>
			<DialogTrigger>
				<Button className="link">Forget them</Button>
				<Confirm
					title="Forget the earlier runs?"
					words={`${number(done + uncertain)} people of this sheet have been sent, or may have been. The next run sends them again.`}
					action="Forget them"
					onConfirm={onForget}
				/>
			</DialogTrigger>
		</div>
	);
}

interface CountProps {
	label: string;
	value: number;
	most: number;
	isDisabled: boolean;
	onChange(value: number): void;
}

function Count({ label, value, most, isDisabled, onChange }: CountProps) {
	return (
		<label className="field">
			<span className="label">{label}</span>
			<input
				className="plain-box"
				type="number"
				min={1}
				max={most}
				value={value}
				disabled={isDisabled}
				onChange={(event) => onChange(Math.min(most, Math.max(1, Math.round(Number(event.target.value) || 1))))}
			/>
		</label>
	);
}

/** Who is where in the sandbox, before and after a run. */
function Sandbox({
	integration,
	isShown,
	ended,
	onReset,
}: {
	integration: string;
	isShown: boolean;
	ended: SheetRun | undefined;
	onReset(): void;
}) {
	const [apis, setApis] = useState<StateOfApi[]>([]);
	const [before, setBefore] = useState<StateOfApi[]>();
	const [problem, setProblem] = useState('');
	const isEnded = !!ended;
	useEffect(() => {
		call('state', { integration }).then(
			({ apis: now }) =>
				setApis((old) => {
					if (isEnded && old.length) setBefore(old);
					return now;
				}),
			() => {},
		);
	}, [integration, isShown, isEnded]);
	if (!apis.length) return null;
	const own = apis.filter(({ key }) => key === integration);
	return (
		<aside className="side" aria-label="Sandbox">
			{problem ? <p className="missing">{problem}</p> : null}
			<StatePanel
				integration={integration}
				apis={own.length ? own : apis}
				before={before}
				onReset={(now) => {
					setApis(now);
					setBefore(undefined);
					onReset();
				}}
				onProblem={setProblem}
			/>
		</aside>
	);
}
