import { useContext, useEffect, useId, useState } from 'react';
import { Button, Dialog, DialogTrigger, Input, Popover, TextField } from 'react-aria-components';
import type { Choice, ChoicesResult, Field } from '../protocol.mts';
import { FieldLabel } from './FieldLabel.tsx';
import { FormContext } from './FormContext.ts';
import { Icon } from './icons.tsx';
import { MappableText } from './MappableText.tsx';
import { Markdown } from './Markdown.tsx';
import { Picker } from './Picker.tsx';
import { isEmpty, isLoaded, staticChoices } from './zap.ts';

const TYPE_NAMES: Record<string, string> = {
	integer: 'whole number',
	number: 'number',
	boolean: 'true/false',
	datetime: 'date & time',
	file: 'file',
	password: 'password',
	code: 'code',
	json: 'JSON',
	text: 'long text',
};

interface FieldProps {
	field: Field;
	/** "key", or "parent.child" in rows. */
	path: string;
	/** In rows: which one, for the names of inputs. */
	row?: number;
	value: unknown;
	onChange(value: unknown): void;
}

/** A field with its label, help and input, as Zapier's editor shows it. */
export function FieldInput({ field, path, row, value, onChange }: FieldProps) {
	const id = useId();
	const { showMissing, addSearch, searchLabel, values, labelOf } = useContext(FormContext);
	if (field.computed) return null;
	if (field.type === 'copy') return <div className="copy">{field.helpText ? <Markdown>{field.helpText}</Markdown> : null}</div>;
	const label = field.label ?? field.key;
	const waitsFor = (field.dependsOn ?? []).filter((key) => isEmpty(values[key]));
	const missing = showMissing && field.required && isEmpty(value) && !field.children;
	const helpId = `${id}-help`;
	const search = field.search ? searchLabel(field.search) : undefined;
	const kinds = [
		field.children ? 'line items' : field.dict ? 'dictionary' : TYPE_NAMES[field.type ?? 'string'],
		field.list ? 'list' : undefined,
	].filter(Boolean);
	return (
		<div className="field" data-key={path}>
			<div className="field-head">
				<FieldLabel id={id} isRequired={field.required}>
					{label}
					{row === undefined ? null : <span className="hidden"> (row {row + 1})</span>}
				</FieldLabel>
				<span className="kinds">{kinds.join(', ')}</span>
				<code className="key">{field.key}</code>
			</div>
			<FieldControl field={field} path={path} label={label} id={id} value={value} onChange={onChange} isDisabled={waitsFor.length > 0} />
			<div id={helpId} className="field-foot">
				{waitsFor.length ? <p className="waits">Fill in {waitsFor.map(labelOf).join(' and ')} first.</p> : null}
				{missing ? <p className="missing">This field is required.</p> : null}
				{field.inputFormat ? (
					<p>
						Sent as <code>{field.inputFormat.replace('{{input}}', String(value || '…'))}</code>
					</p>
				) : null}
				{field.helpText ? <Markdown>{field.helpText}</Markdown> : null}
				{field.schema ? (
					<details>
						<summary>JSON Schema</summary>
						<pre>{JSON.stringify(field.schema, null, 2)}</pre>
					</details>
				) : null}
				{search && field.search && addSearch && !field.list ? (
					<Button className="link" onPress={() => addSearch(path, field.search ?? '', row)}>
						<Icon name="searches" size={13} /> Use a search step: {search}
					</Button>
				) : null}
			</div>
		</div>
	);
}

interface ControlProps extends FieldProps {
	label: string;
	id: string;
	isDisabled: boolean;
}

/** The input of a field alone. Its label has the id `<id>-label`, its help `<id>-help`. */
export function FieldControl(props: ControlProps) {
	const { field, value, onChange } = props;
	if (field.children) return <LineItems {...props} />;
	if (field.dict) return <Dictionary {...props} />;
	if (field.list) return <List {...props} />;
	return <OneValue {...props} value={String(value ?? '')} onChange={onChange} />;
}

interface OneValueProps extends Omit<ControlProps, 'value'> {
	value: string;
	/** For one of several values, whose label isn't the field's alone. */
	name?: string;
}

function OneValue(props: OneValueProps) {
	const { field, label, id, value, onChange, isDisabled, name } = props;
	const common = {
		label: name ?? label,
		labelledBy: name ? undefined : `${id}-label`,
		describedBy: `${id}-help`,
		isDisabled,
	};
	if (field.choices || field.dynamic || field.type === 'boolean') return <Dropdown {...props} />;
	if (field.type === 'password') {
		return (
			<TextField
				type="password"
				value={value}
				onChange={onChange}
				isDisabled={isDisabled}
				className="text-input line"
				{...(name ? { 'aria-label': name } : { 'aria-labelledby': `${id}-label` })}
				aria-describedby={`${id}-help`}
			>
				<Input className="plain-input" placeholder={field.placeholder ?? ''} autoComplete="off" />
			</TextField>
		);
	}
	const kind = field.type === 'text' ? 'text' : field.type === 'code' || field.type === 'json' ? 'code' : 'line';
	const text = <MappableText {...common} value={value} onChange={onChange} placeholder={field.placeholder} kind={kind} />;
	if (field.type === 'datetime') {
		return (
			<div className="with-button">
				{text}
				<ChooseDate label={label} onChoose={onChange} />
			</div>
		);
	}
	if (field.type === 'json') return <WithJsonCheck value={value}>{text}</WithJsonCheck>;
	return text;
}

function WithJsonCheck({ value, children }: { value: string; children: React.ReactNode }) {
	let problem = '';
	// With something mapped in it, it is JSON only when it runs.
	if (value && !value.includes('{{')) {
		try {
			JSON.parse(value);
		} catch (error) {
			problem = (error as Error).message;
		}
	}
	return (
		<>
			{children}
			{problem ? <p className="missing">This isn’t JSON: {problem}</p> : null}
		</>
	);
}

function ChooseDate({ label, onChoose }: { label: string; onChoose(value: string): void }) {
	const [date, setDate] = useState('');
	return (
		<DialogTrigger>
			<Button className="button small">Choose date</Button>
			<Popover className="popover" placement="bottom end">
				<Dialog className="date-dialog" aria-label={`Date for ${label}`}>
					{({ close }) => (
						<>
							<input type="datetime-local" aria-label="Date and time" value={date} onChange={(event) => setDate(event.target.value)} />
							<Button
								className="button primary small"
								isDisabled={!date}
								onPress={() => {
									onChoose(date);
									close();
								}}
							>
								Use this date
							</Button>
						</>
					)}
				</Dialog>
			</Popover>
		</DialogTrigger>
	);
}

const YES_OR_NO: Choice[] = [
	{ value: 'true', label: 'Yes' },
	{ value: 'false', label: 'No' },
];

/** A dropdown, which takes custom values as well. */
function Dropdown({ field, path, label, id, value, onChange, isDisabled, name }: OneValueProps) {
	const { load, values } = useContext(FormContext);
	const fixed = isLoaded(field) ? undefined : field.choices ? staticChoices(field.choices) : YES_OR_NO;
	const known = (choices: Choice[]) => choices.some((choice) => choice.value === value);
	const [custom, setCustom] = useState(() => !!value && (fixed ? !known(fixed) : value.includes('{{')));
	const [pages, setPages] = useState<ChoicesResult[]>([]);
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState('');
	// Other values may mean other choices.
	const context = JSON.stringify({ ...values, [path.split('.')[0] ?? '']: undefined });
	// What was loaded is forgotten whenever another value changes.
	useEffect(() => setPages([]), [context]);
	const loaded = pages.flatMap((page) => page.choices);
	const choices = fixed ?? loaded.filter((choice, index) => loaded.findIndex((other) => other.value === choice.value) === index);
	const next = pages.at(-1)?.next;

	async function loadPage(page: string | number | undefined) {
		setBusy(true);
		setProblem('');
		try {
			const result = await load(path, page);
			if (result.failure) setProblem(result.failure.message);
			else setPages((before) => (page === undefined ? [result] : [...before, result]));
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}

	if (custom) {
		return (
			<div className="with-button">
				<MappableText
					label={name ?? label}
					labelledBy={name ? undefined : `${id}-label`}
					describedBy={`${id}-help`}
					value={value}
					onChange={onChange}
					placeholder={field.placeholder ?? 'A value of your own'}
					isDisabled={isDisabled}
				/>
				<Button
					className="button small"
					onPress={() => {
						setCustom(false);
						if (value.includes('{{')) onChange('');
					}}
				>
					List
				</Button>
			</div>
		);
	}
	return (
		<Picker
			label={name ?? label}
			{...(name ? {} : { labelledBy: `${id}-label` })}
			describedBy={`${id}-help`}
			groups={[{ label: '', options: choices.map((choice) => ({ ...choice, hint: choice.value })) }]}
			searchable={!fixed || fixed.length > 7}
			value={value || undefined}
			onChange={onChange}
			placeholder={isLoaded(field) ? 'Choose value…' : (field.placeholder ?? 'Choose value…')}
			isDisabled={isDisabled}
			onOpen={() => {
				if (!fixed && !pages.length) loadPage(undefined);
			}}
			footer={(close) => (
				<div className="picker-foot">
					{busy ? <p role="status">Loading…</p> : null}
					{problem ? (
						<p className="missing" role="alert">
							{problem}
						</p>
					) : null}
					{!busy && next !== undefined ? (
						<Button className="button small" onPress={() => loadPage(next)}>
							Load more
						</Button>
					) : null}
					{!fixed && !busy && pages.length ? (
						<p className="note">
							{next === undefined ? `All ${choices.length} loaded.` : `${choices.length} loaded; the search looks at these.`}
						</p>
					) : null}
					<Button
						className="link"
						onPress={() => {
							close();
							setCustom(true);
						}}
					>
						Use a custom value
					</Button>
					{value ? (
						<Button
							className="link"
							onPress={() => {
								close();
								onChange('');
							}}
						>
							Clear
						</Button>
					) : null}
				</div>
			)}
		/>
	);
}

function List({ value, onChange, label, ...rest }: ControlProps) {
	const items = Array.isArray(value) && value.length ? value.map(String) : [String(value && !Array.isArray(value) ? value : '')];
	return (
		<div className="rows">
			{items.map((item, index) => (
				// Values have no identity but their place.
				<div className="row-line" key={index}>
					<OneValue
						{...rest}
						label={label}
						name={`${label}, value ${index + 1}`}
						value={item}
						onChange={(changed) => onChange(items.map((other, place) => (place === index ? String(changed) : other)))}
					/>
					<Button
						className="icon-button"
						aria-label={`Remove value ${index + 1} of ${label}`}
						isDisabled={items.length === 1 && !item}
						onPress={() => onChange(items.filter((_, place) => place !== index))}
					>
						<Icon name="close" />
					</Button>
				</div>
			))}
			<Button className="link" onPress={() => onChange([...items, ''])}>
				<Icon name="plus" size={13} /> Add value
			</Button>
		</div>
	);
}

function Dictionary({ value, onChange, label, isDisabled }: ControlProps) {
	const [entries, setEntries] = useState<[string, string][]>(() => {
		const known = Object.entries((value ?? {}) as Record<string, string>);
		return known.length ? known : [['', '']];
	});
	const change = (next: [string, string][]) => {
		setEntries(next.length ? next : [['', '']]);
		onChange(Object.fromEntries(next.filter(([name]) => name)));
	};
	const put = (index: number, entry: [string, string]) => change(entries.map((other, place) => (place === index ? entry : other)));
	return (
		<div className="rows">
			{entries.map(([name, text], index) => (
				// Entries have no identity but their place.
				<div className="row-line" key={index}>
					<MappableText
						label={`${label}, key ${index + 1}`}
						value={name}
						placeholder="Key"
						onChange={(key) => put(index, [key, text])}
						isDisabled={isDisabled}
					/>
					<MappableText
						label={`${label}, value ${index + 1}`}
						value={text}
						placeholder="Value"
						onChange={(next) => put(index, [name, next])}
						isDisabled={isDisabled}
					/>
					<Button
						className="icon-button"
						aria-label={`Remove pair ${index + 1} of ${label}`}
						onPress={() => change(entries.filter((_, place) => place !== index))}
					>
						<Icon name="close" />
					</Button>
				</div>
			))}
			<Button className="link" onPress={() => setEntries([...entries, ['', '']])}>
				<Icon name="plus" size={13} /> Add pair
			</Button>
		</div>
	);
}

function LineItems({ field, value, onChange, label, path }: ControlProps) {
	const rows = Array.isArray(value) && value.length ? (value as Record<string, unknown>[]) : [{}];
	return (
		<div className="rows line-items">
			{rows.map((row, index) => (
				// Rows have no identity but their place.
				<fieldset className="line-item" key={index}>
					<legend>
						{label} {index + 1}
					</legend>
					<Button
						className="icon-button remove"
						aria-label={`Remove row ${index + 1} of ${label}`}
						isDisabled={rows.length === 1 && isEmpty(row)}
						onPress={() => onChange(rows.filter((_, place) => place !== index))}
					>
						<Icon name="close" />
					</Button>
					{(field.children ?? []).map((child) => (
						<FieldInput
							key={child.key}
							field={child}
							path={`${path}.${child.key}`}
							row={index}
							value={row[child.key]}
							onChange={(changed) => onChange(rows.map((other, place) => (place === index ? { ...other, [child.key]: changed } : other)))}
						/>
					))}
				</fieldset>
			))}
			<Button className="link" onPress={() => onChange([...rows, {}])}>
				<Icon name="plus" size={13} /> Add row to {label}
			</Button>
		</div>
	);
}
