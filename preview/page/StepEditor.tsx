import { useEffect, useMemo, useRef, useState } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { Exchange, Failure, Field, Model, Sample, StepKind, StepModel } from '../protocol.mts';
import { call } from './api.ts';
import { Account, type Connection } from './Connect.tsx';
import { FieldInput } from './FieldInput.tsx';
import { FormContext, type Source } from './FormContext.ts';
import { Icon } from './icons.tsx';
import { Markdown } from './Markdown.tsx';
import { Picker } from './Picker.tsx';
import { FailureCard, Result } from './Result.tsx';
import { dataOf, defaultsOf, mappables, missingFields, modelOfStep, type StepChange, type ZapStep, zapData } from './zap.ts';

const KIND_NAMES: Record<StepKind, string> = {
	triggers: 'Triggers',
	searches: 'Searches',
	creates: 'Actions',
	searchOrCreates: 'Find or create',
};

export type Tabbed = 'setup' | 'configure' | 'test';

interface StepEditorProps {
	integration: string;
	model: Model;
	samples: Sample[];
	steps: ZapStep[];
	index: number;
	tab: Tabbed;
	connections: Connection[];
	busy: boolean;
	onTab(tab: Tabbed): void;
	/** Takes what is to be changed, or a function of the step as it is by then. */
	onChange(change: StepChange | ((step: ZapStep) => StepChange)): void;
	onConnected(connection: Connection): void;
	onExchange(exchange: Exchange[]): void;
	onTest(): void;
	/** Puts a search before this step. */
	onAddSearch(search: string, put: (token: string) => Record<string, unknown>): void;
}

/** One step of the Zap: what it is, its form, and its test. */
export function StepEditor(props: StepEditorProps) {
	const { steps, index, model, tab, onTab } = props;
	const step = steps[index];
	if (!step) return null;
	const chosen = modelOfStep(model, step.step);
	const ready = !!step.sample || !!chosen;
	const connection = connectionOf(step, props.connections);
	const needsConnection = !!model.authentication && !step.sample;
	return (
		<main className="editor" aria-label={`Step ${index + 1}`}>
			<header className="editor-head">
				<h2>
					{index + 1}. {titleOf(step, model, props.samples)}
				</h2>
				{chosen?.description ? <Markdown>{chosen.description}</Markdown> : null}
			</header>
			<Tabs selectedKey={tab} onSelectionChange={(key) => onTab(key as Tabbed)} className="tabs">
				<TabList aria-label="Parts of the step" className="tab-list">
					<Tab id="setup">Setup</Tab>
					<Tab id="configure" isDisabled={!ready}>
						Configure
					</Tab>
					<Tab id="test" isDisabled={!ready || (needsConnection && !connection)}>
						Test
					</Tab>
				</TabList>
				<TabPanel id="setup">
					<Setup {...props} step={step} chosen={chosen} />
				</TabPanel>
				<TabPanel id="configure">
					{step.sample ? (
						<SampleForm {...props} step={step} />
					) : (
						<Form key={`${step.id}:${step.step?.kind}.${step.step?.key}`} {...props} step={step} />
					)}
				</TabPanel>
				<TabPanel id="test">
					<Test {...props} step={step} chosen={chosen} />
				</TabPanel>
			</Tabs>
		</main>
	);
}

function connectionOf(step: ZapStep, connections: Connection[]): Connection | undefined {
	return connections.find(({ id }) => id === step.connection);
}

export function titleOf(step: ZapStep, model: Model, samples: Sample[]): string {
	if (step.sample) return samples.find(({ key }) => key === step.sample?.key)?.label ?? 'Sample';
	return modelOfStep(model, step.step)?.label ?? (step.step ? step.step.key : 'Choose what happens');
}

interface StepProps extends StepEditorProps {
	step: ZapStep;
}

function Setup({
	integration,
	model,
	samples,
	step,
	chosen,
	index,
	connections,
	onChange,
	onConnected,
	onExchange,
	onTab,
}: StepProps & { chosen: StepModel | undefined }) {
	const connection = connectionOf(step, connections);
	const kinds: StepKind[] =
		index === 0 ? ['triggers', 'creates', 'searches', 'searchOrCreates'] : ['creates', 'searches', 'searchOrCreates', 'triggers'];
	const events = kinds.map((kind) => ({
		label: KIND_NAMES[kind],
		options: model.steps
			.filter((one) => one.kind === kind && !one.hidden)
			.map((one) => ({ value: `${kind}.${one.key}`, label: one.label, description: one.description })),
	}));
	const without = { label: 'Without an app', options: samples.map((sample) => ({ value: `sample.${sample.key}`, label: sample.label })) };
	const groups = (index === 0 ? [without, ...events] : [...events, without]).filter(({ options }) => options.length);
	const value = step.sample ? `sample.${step.sample.key}` : step.step ? `${step.step.kind}.${step.step.key}` : undefined;
	return (
		<div className="panel">
			<div className="field">
				<span className="label" id="event-label">
					Event
				</span>
				<Picker
					label="Event"
					labelledBy="event-label"
					groups={groups}
					value={value}
					placeholder="Choose a trigger, action or search"
					searchable
					onChange={(picked) => {
						const dot = picked.indexOf('.');
						const [kind, key] = [picked.slice(0, dot), picked.slice(dot + 1)];
						const sample = samples.find((one) => one.key === key);
						const none = { values: {}, step: undefined, sample: undefined, result: undefined, fields: undefined };
						if (kind === 'sample' && sample) onChange({ ...none, sample: { key, row: 0, answers: { ...sample.rows[0] } } });
						else onChange({ ...none, step: { kind: kind as StepKind, key } });
					}}
				/>
			</div>
			{chosen && model.authentication ? (
				<Account
					integration={integration}
					model={model}
					connections={connections}
					connection={connection}
					onChoose={(id) => onChange({ connection: id, result: undefined })}
					onConnected={onConnected}
					onExchange={onExchange}
				/>
			) : null}
			{(step.sample || chosen) && (step.sample || connection || !model.authentication) ? (
				<div className="actions">
					<Button className="button primary" onPress={() => onTab('configure')}>
						Continue
					</Button>
				</div>
			) : null}
		</div>
	);
}

/** What starts the Zap without an app, to be changed at will. */
function SampleForm({ step, samples, onChange }: StepProps) {
	const { key = '', row = 0, answers = {} } = step.sample ?? {};
	const sample = samples.find((one) => one.key === key);
	const put = (next: Record<string, string>) => onChange({ sample: { key, row, answers: next } });
	const rows = sample?.rows ?? [];
	return (
		<div className="panel">
			{rows.length > 1 ? (
				<div className="field">
					<span className="label" id="row-label">
						Row
					</span>
					<Picker
						label="Row"
						labelledBy="row-label"
						value={String(row)}
						groups={[
							{
								label: '',
								options: rows.map((one, place) => ({ value: String(place), label: `Row ${place + 2}`, hint: Object.values(one)[0] ?? '' })),
							},
						]}
						onChange={(place) => onChange({ sample: { key, row: Number(place), answers: { ...rows[Number(place)] } } })}
					/>
				</div>
			) : null}
			<p className="note">Later steps can map these answers. Change them to try other people.</p>
			{Object.entries(answers).map(([name, value]) => (
				<div key={name} className="answer">
					<label htmlFor={`answer-${name}`}>{name}</label>
					<input
						id={`answer-${name}`}
						className="plain-box"
						value={value}
						onChange={(event) => put({ ...answers, [name]: event.target.value })}
					/>
					<Button
						className="icon-button"
						aria-label={`Remove ${name}`}
						onPress={() => put(Object.fromEntries(Object.entries(answers).filter(([other]) => other !== name)))}
					>
						<Icon name="close" />
					</Button>
				</div>
			))}
			<AddAnswer onAdd={(name) => put({ ...answers, [name]: '' })} />
		</div>
	);
}

function AddAnswer({ onAdd }: { onAdd(name: string): void }) {
	const [name, setName] = useState('');
	return (
		<form
			className="answer"
			onSubmit={(event) => {
				event.preventDefault();
				if (name) onAdd(name);
				setName('');
			}}
		>
			<input
				className="plain-box"
				aria-label="Name of another answer"
				placeholder="Another question"
				value={name}
				onChange={(event) => setName(event.target.value)}
			/>
			<Button className="button small" type="submit" isDisabled={!name}>
				Add
			</Button>
		</form>
	);
}

/** The data of the steps before, as they can be mapped. */
function useSources({ steps, index, model, samples }: StepEditorProps): Source[] {
	return useMemo(
		() =>
			steps.slice(0, index).flatMap((step, place) => {
				const items = mappables(step.id, dataOf(step, model), modelOfStep(model, step.step)?.labels ?? {});
				return items.length ? [{ number: place + 1, title: titleOf(step, model, samples), items }] : [];
			}),
		[steps, index, model, samples],
	);
}

function Form(props: StepProps) {
	const { integration, model, steps, index, step, onChange, onExchange, onTab, onAddSearch } = props;
	const chosen = modelOfStep(model, step.step);
	const connection = connectionOf(step, props.connections);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<Failure>();
	const [problem, setProblem] = useState('');
	const [showMissing, setShowMissing] = useState(false);
	const asked = useRef(0);
	const sources = useSources(props);
	const data = useMemo(() => zapData(steps.slice(0, index), model), [steps, index, model]);
	const fields = step.fields ?? [];

	async function refresh(values: Record<string, unknown>) {
		if (!step.step) return;
		const number = ++asked.current;
		setBusy(true);
		setProblem('');
		try {
			const told = await call('fields', { integration, step: step.step, connection: connection?.id, inputData: values, data });
			// Another value was changed meanwhile; its answer counts.
			if (number !== asked.current) return;
			setFailure(told.failure);
			if (told.exchange.length) onExchange(told.exchange);
			onChange((now) => ({ fields: told.fields, values: defaultsOf(told.fields, now.values) }));
		} catch (error) {
			if (number === asked.current) setProblem((error as Error).message);
		} finally {
			if (number === asked.current) setBusy(false);
		}
	}
	// Once for each step, and again when the account changes.
	useEffect(() => {
		refresh(step.values);
	}, [step.id, step.step?.key, connection?.id]);

	function change(field: Field, value: unknown) {
		// What hangs on this one is cleared, as in Zapier's editor.
		const cleared = fields.filter((other) => other.dependsOn?.includes(field.key)).map((other) => [other.key, undefined]);
		const changes = { ...Object.fromEntries(cleared), [field.key]: value };
		const values = { ...step.values, ...changes };
		onChange((now) => ({ values: { ...now.values, ...changes } }));
		if (field.altersDynamicFields) refresh(values);
	}

	const surroundings = {
		sources,
		load: async (path: string, page: string | number | undefined) => {
			if (!step.step) throw new Error('The step isn’t chosen yet.');
			const result = await call('choices', {
				integration,
				step: step.step,
				connection: connection?.id,
				inputData: step.values,
				data,
				field: path,
				page,
			});
			onExchange(result.exchange);
			return result;
		},
		addSearch: (path: string, reference: string, row?: number) => {
			const [search = '', key = 'id'] = reference.split('.');
			const [parent = '', child] = path.split('.');
			onAddSearch(search, (id) => {
				const token = `{{${id}__${key}}}`;
				if (!child) return { ...step.values, [parent]: token };
				const rows = Array.isArray(step.values[parent]) ? (step.values[parent] as Record<string, unknown>[]) : [{}];
				return { ...step.values, [parent]: rows.map((one, place) => (place === (row ?? 0) ? { ...one, [child]: token } : one)) };
			});
		},
		searchLabel: (reference: string) => model.steps.find(({ kind, key }) => kind === 'searches' && key === reference.split('.')[0])?.label,
		labelOf: (key: string) => fields.find((field) => field.key === key)?.label ?? key,
		values: step.values,
		showMissing,
	};
	const missing = missingFields(fields, step.values);
	return (
		<FormContext value={surroundings}>
			<div className="panel form" aria-busy={busy}>
				{grouped(fields, chosen).map(({ key, label, emphasize, members }) => (
					<fieldset key={key} className={`group ${emphasize ? 'emphasize' : ''} ${label ? 'titled' : ''}`} aria-label={label || 'Fields'}>
						{label ? <h3>{label}</h3> : null}
						{members.map((field) => (
							<FieldInput
								key={field.key}
								field={field}
								path={field.key}
								value={step.values[field.key]}
								onChange={(value) => change(field, value)}
							/>
						))}
					</fieldset>
				))}
				{!fields.length && !busy && !failure && !problem ? <p className="note">This step asks for nothing.</p> : null}
				<div role="status">{busy ? <p className="note">Loading fields…</p> : null}</div>
				{problem ? <p className="missing">{problem}</p> : null}
				{failure ? <FailureCard failure={failure} /> : null}
				{showMissing && missing.length ? (
					<p className="missing" role="alert">
						Zapier’s editor goes on only when {missing.join(', ')} {missing.length > 1 ? 'are' : 'is'} filled in.
					</p>
				) : null}
				<div className="actions">
					<Button className="button" onPress={() => refresh(step.values)}>
						<Icon name="refresh" /> Refresh fields
					</Button>
					<Button
						className="button primary"
						onPress={() => {
							setShowMissing(true);
							if (!missing.length) onTab('test');
						}}
					>
						Continue
					</Button>
				</div>
			</div>
		</FormContext>
	);
}

interface Grouped {
	key: string;
	label: string;
	emphasize: boolean;
	members: Field[];
}

/** Fields under the headings of their groups, in the order of the groups; the others stay where they are. */
function grouped(fields: Field[], chosen: StepModel | undefined): Grouped[] {
	const groups = chosen?.groups ?? [];
	const result: Grouped[] = [];
	for (const field of fields) {
		const group = groups.find(({ key }) => key === field.group);
		const last = result.at(-1);
		const known = group
			? result.find(({ key }) => key === group.key)
			: last && !groups.some(({ key }) => key === last.key)
				? last
				: undefined;
		if (known) known.members.push(field);
		else
			result.push({
				key: group?.key ?? `rest ${result.length}`,
				label: group?.label ?? '',
				emphasize: group?.emphasize ?? false,
				members: [field],
			});
	}
	return result;
}

function Test({ step, chosen, model, busy, onTest, onTab }: StepProps & { chosen: StepModel | undefined }) {
	if (step.sample) {
		return (
			<div className="panel">
				<p className="note">This starts the Zap with what is under Configure. There is nothing to test.</p>
			</div>
		);
	}
	const missing = missingFields(step.fields ?? [], step.values);
	const live = model.network === 'live';
	return (
		<div className="panel">
			{live && chosen?.kind !== 'triggers' && chosen?.kind !== 'searches' ? (
				<p className="warning">
					<Icon name="warning" /> This is live: the test does what the step says, in the real account.
				</p>
			) : null}
			{missing.length ? (
				<p className="warning">
					<Icon name="warning" />
					<span>
						{missing.join(', ')} {missing.length > 1 ? 'are' : 'is'} required and empty.{' '}
						<Button className="link" onPress={() => onTab('configure')}>
							Fill in
						</Button>
					</span>
				</p>
			) : null}
			<div className="actions start">
				<Button className="button primary" isDisabled={busy} onPress={onTest}>
					<Icon name="play" size={13} /> {busy ? 'Testing…' : 'Test step'}
				</Button>
			</div>
			<div aria-live="polite" aria-busy={busy}>
				{step.result ? <Result result={step.result} labels={chosen?.labels ?? {}} kind={chosen?.kind ?? 'creates'} /> : null}
			</div>
		</div>
	);
}
