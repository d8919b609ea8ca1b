import { useEffect, useRef, useState } from 'react';
import {
	Button,
	Checkbox,
	Disclosure,
	DisclosurePanel,
	Tab,
	TabList,
	TabPanel,
	Tabs,
	ToggleButton,
	ToggleButtonGroup,
} from 'react-aria-components';
import type { Exchange, Model, Sample, StateOfApi } from '../protocol.mts';
import { call } from './api.ts';
import { Start } from './Confirm.tsx';
import type { Connection } from './Connect.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Picker } from './Picker.tsx';
import { Requests } from './Requests.tsx';
import { Sheet } from './Sheet.tsx';
import { StatePanel } from './StatePanel.tsx';
import { StepEditor, type Tabbed, titleOf } from './StepEditor.tsx';
import { modelOfStep, type StepChange, sampleStep, type ZapStep, zapData } from './zap.ts';

type Theme = 'light' | 'dark';

/** One Zap, step by step, or a whole sheet through one action. */
type View = 'zap' | 'sheet';

interface Opened {
	integration: string;
	model: Model;
}

export function App() {
	const [list, setList] = useState<{ key: string; title: string }[]>([]);
	const [samples, setSamples] = useState<Sample[]>([]);
	const [opened, setOpened] = useState<Opened>();
	const [problem, setProblem] = useState('');
	const [view, setView] = useState<View>('zap');
	const asked = useRef(0);
	const [theme, setTheme] = useState<Theme>(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
	useEffect(() => {
		document.documentElement.dataset.theme = theme;
	}, [theme]);

	async function open(integration: string) {
		const number = ++asked.current;
		setProblem('');
		setOpened(undefined);
		try {
			const model = await call('open', { integration });
			// Another one was chosen meanwhile.
			if (number !== asked.current) return;
			document.title = `${model.title} · Preview`;
			setOpened({ integration, model });
		} catch (error) {
			if (number === asked.current) setProblem((error as Error).message);
		}
	}
	// Once, when the page opens.
	useEffect(() => {
		call('integrations', {}).then(
			({ integrations, samples: told }) => {
				setList(integrations);
				setSamples(told);
				if (integrations[0]) open(integrations[0].key);
			},
			(error: Error) => setProblem(error.message),
		);
	}, []);

	return (
		<div className="app">
			<header className="top">
				<h1>
					<span className="logo" aria-hidden="true">
						<Icon name="trigger" size={14} />
					</span>
					Preview
				</h1>
				{list.length > 1 ? (
					<Picker
						label="Integration"
						className="quiet"
						groups={[{ label: '', options: list.map(({ key, title }) => ({ value: key, label: title })) }]}
						value={opened?.integration}
						onChange={open}
						placeholder="Opening…"
						searchable={false}
					/>
				) : (
					<strong className="only">{opened?.model.title}</strong>
				)}
				{opened ? <Network network={opened.model.network} /> : null}
				{opened?.model.steps.some(({ kind }) => kind === 'creates') ? (
					<ToggleButtonGroup
						className="views"
						aria-label="What is shown"
						selectionMode="single"
						disallowEmptySelection
						selectedKeys={[view]}
						onSelectionChange={(keys) => setView([...keys][0] as View)}
					>
						<ToggleButton id="zap" className="view">
							<Icon name="trigger" size={13} /> Zap
						</ToggleButton>
						<ToggleButton id="sheet" className="view">
							<Icon name="sheet" size={13} /> Sheet
						</ToggleButton>
					</ToggleButtonGroup>
				) : null}
				<span className="spring" />
				{opened?.model.faults.length ? <Faults key={opened.integration} {...opened} /> : null}
				<Button
					className="icon-button"
					aria-label={theme === 'dark' ? 'Light colours' : 'Dark colours'}
					onPress={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
				>
					<Icon name="moon" />
				</Button>
			</header>
			{problem ? (
				<div className="whole">
					<section className="card failure error" role="alert">
						<h3>
							<Icon name="warning" /> This can’t be shown
						</h3>
						<p className="message">{problem}</p>
					</section>
				</div>
			) : opened ? (
				<Views key={opened.integration} {...opened} samples={samples} view={view} />
			) : (
				<p className="whole note" role="status">
					Opening…
				</p>
			)}
		</div>
	);
}

const NETWORKS = {
	sandbox: { label: 'Sandbox', title: 'The sandbox answers. Nothing leaves this machine.' },
	offline: { label: 'Offline', title: 'Requests go nowhere. Start the preview with --live to let them out.' },
	live: { label: 'Live', title: 'Requests go to the real API.' },
};

function Network({ network }: { network: Model['network'] }) {
	const { label, title } = NETWORKS[network];
	return (
		<span className={`badge ${network}`} title={title}>
			{label}
			<span className="hidden">: {title}</span>
		</span>
	);
}

/** What goes wrong between the integration and the API, by choice. */
function Faults({ integration, model }: Opened) {
	const [{ fault, onlyChanges }, setChosen] = useState(model.fault);
	const choose = (key: string, only: boolean) => {
		const before = { fault, onlyChanges };
		const chosen = { fault: key, onlyChanges: only };
		setChosen(chosen);
		call('fault', { integration, ...chosen }).catch(() => setChosen(before));
	};
	return (
		<div className={fault ? 'faults active' : 'faults'}>
			<Picker
				label="Answers"
				className="quiet"
				groups={[
					{
						label: '',
						options: [
							{ value: '', label: model.network === 'offline' ? 'Requests are refused' : 'Answers as usual' },
							...model.faults.map(({ key, label, description }) => ({ value: key, label, description })),
						].map((option) => ({ ...option, value: option.value || 'none' })),
					},
				]}
				value={fault || 'none'}
				onChange={(key) => choose(key === 'none' ? '' : key, onlyChanges)}
			/>
			{fault ? (
				<Checkbox className="checkbox" isSelected={onlyChanges} onChange={(only) => choose(fault, only)}>
					<span className="box" aria-hidden="true">
						<Icon name="check" size={12} />
					</span>
					Only for changes
				</Checkbox>
			) : null}
		</div>
	);
}

/** Both views of an integration. The one that isn't shown is kept as it is. */
function Views({ view, samples, ...opened }: Opened & { samples: Sample[]; view: View }) {
	const [connections, setConnections] = useState<Connection[]>([]);
	const hasSheet = useRef(false);
	hasSheet.current ||= view === 'sheet';
	const accounts = {
		connections,
		onConnected: (connected: Connection) => setConnections((all) => [...all.filter(({ id }) => id !== connected.id), connected]),
	};
	return (
		<>
			<div hidden={view !== 'zap'}>
				<Zap {...opened} {...accounts} samples={samples} isShown={view === 'zap'} />
			</div>
			<div hidden={view !== 'sheet'}>{hasSheet.current ? <Sheet {...opened} {...accounts} isShown={view === 'sheet'} /> : null}</div>
		</>
	);
}

interface ZapProps extends Opened {
	samples: Sample[];
	connections: Connection[];
	onConnected(connection: Connection): void;
	isShown: boolean;
}

function Zap({ integration, model, samples, connections, onConnected, isShown }: ZapProps) {
	const [steps, setSteps] = useState<ZapStep[]>(() => [sampleStep(1, samples[0]), { id: 2, values: {} }]);
	const [nextId, setNextId] = useState(3);
	const [selected, setSelected] = useState(1);
	const [tab, setTab] = useState<Tabbed>('setup');
	const [exchange, setExchange] = useState<Exchange[]>([]);
	const [apis, setApis] = useState<StateOfApi[]>([]);
	const [before, setBefore] = useState<StateOfApi[]>();
	const [asked, setAsked] = useState<string[]>([]);
	const [side, setSide] = useState('requests');
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState('');
	const hasState = apis.some(({ state }) => state.users.length || state.workspaces.length || state.invitations.length);
	useEffect(() => {
		if (model.network === 'sandbox')
			call('state', { integration }).then(
				({ apis: told }) => setApis(told),
				() => {},
			);
	}, [integration, model.network, isShown]);

	const change = (index: number, changes: StepChange | ((step: ZapStep) => StepChange)) =>
		setSteps((all) =>
			all.map((step, place) =>
				place === index ? ({ ...step, ...(typeof changes === 'function' ? changes(step) : changes) } as ZapStep) : step,
			),
		);
	const select = (index: number, next: Tabbed = 'setup') => {
		setSelected(index);
		setTab(next);
	};

	/** Runs a step with the data of those before. Returns the step with its result. */
	async function run(all: ZapStep[], index: number): Promise<ZapStep | undefined> {
		const step = all[index];
		if (!step?.step) return step;
		const result = await call('run', {
			integration,
			step: step.step,
			connection: step.connection,
			inputData: step.values,
			data: zapData(all.slice(0, index), model),
		});
		setExchange((old) => (index === selected ? result.exchange : [...old, ...result.exchange]));
		if (result.before) setBefore(result.before);
		if (result.after) setApis(result.after);
		setAsked((old) => [...new Set([...old, ...(result.asked ?? [])])]);
		return { ...step, result };
	}

	async function test() {
		setBusy(true);
		setProblem('');
		try {
			const tested = await run(steps, selected);
			if (tested?.result) change(selected, { result: tested.result });
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}

	/** Runs the Zap once, as Zapier does: a step that fails, or a search without result, ends it. */
	async function runZap() {
		setBusy(true);
		setProblem('');
		setExchange([]);
		const all = steps.map(({ result: _result, ...step }) => step as ZapStep);
		const first = apis;
		try {
			for (let index = 0; index < all.length; index++) {
				const ran = await run(all, index);
				if (!ran) break;
				all[index] = ran;
				setSteps([...all]);
				if (ran.result) select(index, 'test');
				if (ran.result?.failure || ran.result?.finding === 'nothing') break;
			}
			setBefore(first);
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}

	function add(after: number, step: Partial<ZapStep>, then?: (id: number) => void) {
		const id = nextId;
		setNextId(id + 1);
		const account = connections.at(-1);
		setSteps((all) => [
			...all.slice(0, after + 1),
			{ id, values: {}, ...(account ? { connection: account.id } : {}), ...step },
			...all.slice(after + 1),
		]);
		select(after + 1);
		then?.(id);
	}

	const changing = steps
		.filter(({ step }) => step?.kind === 'creates' || step?.kind === 'searchOrCreates')
		.map((step) => titleOf(step, model, samples));
	const relevant = apis.filter(({ key }) => key === integration || asked.includes(key));
	return (
		<div className="columns">
			<nav className="zap" aria-label="Steps of the Zap">
				<ol>
					{steps.map((step, index) => (
						<li key={step.id}>
							<div className={index === selected ? 'step selected' : 'step'}>
								<Button
									className="step-button"
									aria-current={index === selected ? 'step' : false}
									onPress={() => select(index, step.result ? 'test' : 'setup')}
								>
									<span className="step-icon">
										<Icon name={iconOf(step)} />
									</span>
									<span className="step-text">
										<span className="step-number">
											{index + 1}. {index === 0 ? 'Trigger' : 'Then'}
										</span>
										<span className="step-title">{titleOf(step, model, samples)}</span>
									</span>
									<StepState step={step} />
								</Button>
								{steps.length > 1 ? (
									<Button
										className="icon-button"
										aria-label={`Remove step ${index + 1}`}
										onPress={() => {
											setSteps(steps.filter((_, place) => place !== index));
											select(Math.max(0, Math.min(selected, steps.length - 2)));
										}}
									>
										<Icon name="trash" />
									</Button>
								) : null}
							</div>
							<Button className="add" aria-label={`Add a step after step ${index + 1}`} onPress={() => add(index, {})}>
								<Icon name="plus" size={14} />
							</Button>
						</li>
					))}
				</ol>
				<Start
					label="Run the Zap once"
					className="button wide"
					isDisabled={busy || !steps.some((step) => step.step)}
					isLive={model.network === 'live' && changing.length > 0}
					words={`In the real account, the Zap does what ${changing.map((label) => `“${label}”`).join(', ')} ${changing.length > 1 ? 'say' : 'says'}.`}
					onStart={runZap}
				/>
				{model.notes.length ? (
					<Disclosure className="notes">
						<h2>
							<Button slot="trigger" className="link">
								<Icon name="chevron" size={12} /> {model.notes.length} {model.notes.length > 1 ? 'notes' : 'note'} on this integration
							</Button>
						</h2>
						<DisclosurePanel>
							<ul>
								{model.notes.map((note) => (
									<li key={note}>{note}</li>
								))}
							</ul>
						</DisclosurePanel>
					</Disclosure>
				) : null}
				<p className="about">
					{model.title} {model.version} · core {model.platformVersion}
				</p>
			</nav>
			<div className="middle">
				{problem ? (
					<p className="missing" role="alert">
						{problem}
					</p>
				) : null}
				<StepEditor
					integration={integration}
					model={model}
					samples={samples}
					steps={steps}
					index={selected}
					tab={tab}
					connections={connections}
					busy={busy}
					onTab={setTab}
					onChange={(changes) => change(selected, changes)}
					onConnected={(connected) => {
						onConnected(connected);
						change(selected, { connection: connected.id, result: undefined });
					}}
					onExchange={setExchange}
					onTest={test}
					onAddSearch={(key, put) => {
						const target = selected;
						add(target - 1, { step: { kind: 'searches', key } }, (id) =>
							setSteps((all) => all.map((step, place) => (place === target + 1 ? { ...step, values: put(String(id)) } : step))),
						);
					}}
				/>
			</div>
			<aside className="side" aria-label="Behind the step">
				<Tabs selectedKey={hasState ? side : 'requests'} onSelectionChange={(key) => setSide(String(key))} className="tabs">
					<TabList aria-label="Behind the step" className="tab-list">
						<Tab id="requests">Requests{exchange.length ? ` (${exchange.length})` : ''}</Tab>
						{hasState ? (
							<Tab id="state">
								Sandbox
								{before && JSON.stringify(before) !== JSON.stringify(apis) ? <span className="changed-note">changed</span> : null}
							</Tab>
						) : null}
					</TabList>
					<TabPanel id="requests">
						<Requests key={exchange.map(({ url }) => url).join()} exchange={exchange} />
					</TabPanel>
					{hasState ? (
						<TabPanel id="state">
							<StatePanel
								integration={integration}
								apis={relevant.length ? relevant : apis}
								before={before}
								onReset={(told) => {
									setApis(told);
									setBefore(undefined);
								}}
								onProblem={setProblem}
							/>
						</TabPanel>
					) : null}
				</Tabs>
			</aside>
		</div>
	);

	function iconOf(step: ZapStep): IconName {
		if (step.sample) return 'form';
		const kind = modelOfStep(model, step.step)?.kind;
		return kind === 'triggers' ? 'trigger' : (kind ?? 'plus');
	}
}

function StepState({ step }: { step: ZapStep }) {
	const { result } = step;
	if (!result) return null;
	const bad = result.failure;
	const state = bad ? bad.tone : result.finding === 'nothing' ? 'halted' : 'good';
	return (
		<span className={`step-state ${state}`}>
			<Icon name={state === 'good' ? 'check' : state === 'halted' || state === 'held' ? 'pause' : 'warning'} size={13} />
			<span className="hidden">{bad ? bad.title : state === 'good' ? 'Tested' : 'Nothing found'}</span>
		</span>
	);
}
