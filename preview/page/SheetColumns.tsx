import { useId, useState } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import type { SheetField, SheetModel, SheetPlan, SheetSource } from '../protocol.mts';
import { FieldControl } from './FieldInput.tsx';
import { FieldLabel } from './FieldLabel.tsx';
import { FormContext } from './FormContext.ts';
import { Icon } from './icons.tsx';
import { Markdown } from './Markdown.tsx';
import { Picker } from './Picker.tsx';
import { fixedValues, sourceOf, unfilled } from './sheet.ts';
import { isEmpty } from './zap.ts';

interface SheetColumnsProps {
	sheet: SheetModel;
	plan: SheetPlan;
	sources: SheetSource[];
	isGoing: boolean;
	onChange(sources: SheetSource[], alters: boolean): void;
	load: React.ContextType<typeof FormContext>['load'];
}

/** Which column fills which field, by choosing from lists. */
export function SheetColumns({ sheet, plan, sources, isGoing, onChange, load }: SheetColumnsProps) {
	const { fields } = plan;
	// A field stays where it is while it is being changed.
	const [pinned] = useState(
		() => new Set(fields.filter(({ field }) => field.required || sourceOf(sources, field.key)).map(({ field }) => field.key)),
	);
	const isPinned = ({ field }: SheetField) => field.required || pinned.has(field.key);
	const others = fields.filter((one) => !isPinned(one));
	const values = fixedValues(fields, sources);
	const missing = unfilled(fields, sources);
	const used = new Set(sources.flatMap(({ columns }) => columns ?? []));
	const unused = sheet.columns.filter((column) => !used.has(column));
	const row = (one: SheetField) => (
		<FieldSource
			key={`${one.parent?.key ?? ''}.${one.field.key}`}
			{...one}
			sheet={sheet}
			sources={sources}
			isDisabled={isGoing}
			onChange={(own) =>
				onChange([...sources.filter(({ field }) => field !== one.field.key), ...own], one.field.altersDynamicFields ?? false)
			}
		/>
	);
	return (
		<section className="sheet-part" aria-label="Columns">
			<h3>3. Columns</h3>
			<p className="note">
				Each row fills the form of the step. Choose the column that fills a field, or one value for all rows.
				{plan.batches ? ` One request takes several ${plan.person.toLowerCase()}: rows with equal options go together.` : ''}
			</p>
			<FormContext
				value={{
					sources: [],
					load,
					searchLabel: () => undefined,
					labelOf: (key) => fields.find(({ field }) => field.key === key)?.field.label ?? key,
					values,
					showMissing: false,
				}}
			>
				<div className="sheet-fields">{fields.filter(isPinned).map(row)}</div>
				{others.length ? (
					<Disclosure className="disclosure">
						<Button slot="trigger" className="link">
							<Icon name="chevron" size={12} /> {others.length} more {others.length === 1 ? 'field' : 'fields'}
						</Button>
						<DisclosurePanel>
							<div className="sheet-fields">{others.map(row)}</div>
						</DisclosurePanel>
					</Disclosure>
				) : null}
			</FormContext>
			{unused.length ? <p className="note">Columns that aren’t used: {unused.join(', ')}.</p> : null}
			<div role="status">
				{missing.length ? (
					<p className="missing">
						Every row needs {missing.join(', ')}: choose where {missing.length > 1 ? 'they come' : 'it comes'} from.
					</p>
				) : null}
			</div>
		</section>
	);
}

interface FieldSourceProps extends SheetField {
	sheet: SheetModel;
	sources: SheetSource[];
	isDisabled: boolean;
	/** Takes all sources of the field. */
	onChange(sources: SheetSource[]): void;
}

/** Where the value of one field comes from. */
function FieldSource({ field, parent, sheet, sources, isDisabled, onChange }: FieldSourceProps) {
	const id = useId();
	const label = field.label ?? field.key;
	const source = sourceOf(sources, field.key);
	const fixed = source && !source.columns && !field.dict;
	// The form asks for the others first. Here, a column may fill them.
	const waits = (field.dependsOn ?? []).some(
		(key) => isEmpty(fixedValues([{ field: { key } }], sources)[key]) && !sourceOf(sources, key)?.columns,
	);
	return (
		<div className="sheet-field" data-key={field.key}>
			<div className="field-head">
				<FieldLabel id={id} isRequired={field.required}>
					{parent ? <span className="of">{parent.label}: </span> : null}
					{label}
				</FieldLabel>
				<code className="key">{field.key}</code>
			</div>
			{field.dict ? (
				<Entries label={label} field={field.key} sheet={sheet} sources={sources} isDisabled={isDisabled} onChange={onChange} />
			) : (
				<div className="sheet-source">
					<Columns
						labelledBy={`${id}-label`}
						label={label}
						sheet={sheet}
						source={source}
						isDisabled={isDisabled}
						onChange={(next) => onChange(next ? [{ field: field.key, ...next }] : [])}
					/>
					{fixed ? (
						<div className="sheet-value">
							<FieldControl
								field={{ ...field, list: false }}
								path={parent ? `${parent.key}.${field.key}` : field.key}
								label={label}
								id={id}
								value={source.value ?? ''}
								isDisabled={isDisabled || waits}
								onChange={(value) => onChange([{ field: field.key, value: String(value ?? '') }])}
							/>
							<div id={`${id}-help`} className="field-foot">
								{field.helpText ? <Markdown>{field.helpText}</Markdown> : null}
							</div>
						</div>
					) : null}
				</div>
			)}
		</div>
	);
}

interface ColumnsProps {
	labelledBy: string;
	label: string;
	sheet: SheetModel;
	source: Pick<SheetSource, 'columns' | 'value'> | undefined;
	isDisabled: boolean;
	onChange(source: Pick<SheetSource, 'columns' | 'value'> | undefined): void;
}

/** The column, or several whose texts are joined, or the same in every row, or nothing. */
function Columns({ labelledBy, label, sheet, source, isDisabled, onChange }: ColumnsProps) {
	const chosen = source?.columns ?? [];
	const options = sheet.columns.map((column, index) => ({
		value: `column ${index}`,
		label: column,
		hint: sheet.first.map(({ cells }) => cells[index]).find(Boolean) ?? '',
	}));
	const keyOf = (column: string) => `column ${sheet.columns.indexOf(column)}`;
	const columnOf = (value: string) => sheet.columns[Number(value.slice('column '.length))] ?? '';
	return (
		<div className="sheet-columns">
			<div className="sheet-joined">
				<Picker
					label={label}
					labelledBy={labelledBy}
					isDisabled={isDisabled}
					groups={[
						{
							label: '',
							options: [
								{ value: 'nothing', label: 'Nothing' },
								{ value: 'same', label: 'The same in every row' },
							],
						},
						{ label: 'Columns', options },
					]}
					searchable
					value={chosen[0] === undefined ? (source ? 'same' : 'nothing') : keyOf(chosen[0])}
					onChange={(value) => {
						if (value === 'nothing') onChange(undefined);
						else if (value === 'same') onChange({ value: source?.value ?? '' });
						else onChange({ columns: distinct([columnOf(value), ...chosen.slice(1)]) });
					}}
				/>
				{chosen.length && chosen.length < sheet.columns.length ? (
					<Button
						className="icon-button"
						isDisabled={isDisabled}
						aria-label={`Join another column to ${label}`}
						onPress={() => onChange({ columns: [...chosen, sheet.columns.find((column) => !chosen.includes(column)) ?? ''] })}
					>
						<Icon name="plus" />
					</Button>
				) : null}
			</div>
			{chosen.slice(1).map((column, index) => (
				<div className="sheet-joined" key={column}>
					<Icon name="plus" size={12} />
					<Picker
						label={`${label}, column ${index + 2}`}
						isDisabled={isDisabled}
						groups={[{ label: 'Columns', options }]}
						value={keyOf(column)}
						onChange={(value) => onChange({ columns: distinct(chosen.map((one, place) => (place === index + 1 ? columnOf(value) : one))) })}
					/>
					<Button
						className="icon-button"
						aria-label={`Remove column ${index + 2} of ${label}`}
						isDisabled={isDisabled}
						onPress={() => onChange({ columns: chosen.filter((_, place) => place !== index + 1) })}
					>
						<Icon name="close" />
					</Button>
				</div>
			))}
		</div>
	);
}

function distinct(columns: string[]): string[] {
	return [...new Set(columns)];
}

/** Names and values of one's own, each from a column or the same in every row. */
function Entries({
	label,
	field,
	sheet,
	sources,
	isDisabled,
	onChange,
}: Omit<FieldSourceProps, 'field'> & { label: string; field: string }) {
	const id = useId();
	const entries = sources.filter((source) => source.field === field);
	const put = (index: number, change: Partial<SheetSource>) =>
		onChange(entries.map((entry, place) => (place === index ? { ...entry, ...change } : entry)));
	return (
		<div className="rows">
			{entries.map((entry, index) => (
				// Entries have no identity but their place.
				<div className="sheet-entry" key={index}>
					<span className="hidden" id={`${id}-${index}`}>
						{label}, value {index + 1}
					</span>
					<input
						className="plain-box"
						aria-label={`${label}, name ${index + 1}`}
						placeholder="Name"
						disabled={isDisabled}
						value={entry.entry ?? ''}
						onChange={(event) => put(index, { entry: event.target.value })}
					/>
					<Columns
						labelledBy={`${id}-${index}`}
						label={`${label}, value ${index + 1}`}
						sheet={sheet}
						source={entry}
						isDisabled={isDisabled}
						onChange={(next) => put(index, { columns: next?.columns, value: next?.value })}
					/>
					{entry.columns ? null : (
						<input
							className="plain-box"
							aria-label={`${label}, value ${index + 1}, in every row`}
							placeholder="Value"
							disabled={isDisabled}
							value={entry.value ?? ''}
							onChange={(event) => put(index, { value: event.target.value })}
						/>
					)}
					<Button
						className="icon-button"
						aria-label={`Remove value ${index + 1} of ${label}`}
						isDisabled={isDisabled}
						onPress={() => onChange(entries.filter((_, place) => place !== index))}
					>
						<Icon name="close" />
					</Button>
				</div>
			))}
			<Button
				className="link small"
				isDisabled={isDisabled}
				onPress={() => {
					const column = sheet.columns.find((one) => !sources.some(({ columns }) => columns?.includes(one))) ?? '';
					onChange([...entries, { field, entry: column, columns: column ? [column] : undefined, value: column ? undefined : '' }]);
				}}
			>
				<Icon name="plus" size={12} /> Add a value of your own
			</Button>
		</div>
	);
}
