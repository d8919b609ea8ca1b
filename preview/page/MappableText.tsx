import { useContext, useEffect, useRef, useState } from 'react';
import {
	Autocomplete,
	Button,
	Collection,
	Dialog,
	DialogTrigger,
	Header,
	Input,
	ListBox,
	ListBoxItem,
	ListBoxSection,
	Popover,
	SearchField,
	Token,
	TokenField,
	TokenFieldValue,
	TokenInput,
	useFilter,
} from 'react-aria-components';
import { FormContext } from './FormContext.ts';
import { Icon } from './icons.tsx';
import type { Mappable } from './zap.ts';

const MAPPED = /\{\{(\d+__[^{}]*)\}\}/;

/** Text with pills in it; what is typed like one becomes one. */
class MappedValue extends TokenFieldValue<string> {
	protected override tokenize(text: string) {
		return segmentsOf(text);
	}
}

function segmentsOf(text: string) {
	return text
		.split(MAPPED)
		.map((part, index) => (index % 2 ? { type: 'token' as const, text: part, value: part } : { type: 'text' as const, text: part }))
		.filter((segment) => segment.text);
}

function textOf(value: TokenFieldValue<string>): string {
	return value.segments.map((segment) => (segment.type === 'token' ? `{{${segment.value}}}` : segment.text)).join('');
}

interface MappableTextProps {
	label: string;
	labelledBy?: string | undefined;
	describedBy?: string | undefined;
	value: string;
	onChange(value: string): void;
	placeholder?: string | undefined;
	kind?: 'line' | 'text' | 'code';
	isDisabled?: boolean;
}

/** A text into which data of earlier steps can be put, shown as pills. */
export function MappableText(props: MappableTextProps) {
	const { label, labelledBy, describedBy, value, onChange, placeholder, kind = 'line' } = props;
	const [typed, setTyped] = useState(() => new MappedValue(segmentsOf(value)));
	const latest = useRef(typed);
	latest.current = typed;
	const { sources } = useContext(FormContext);
	useEffect(() => {
		// Changed from outside, rather than typed here.
		if (textOf(latest.current) !== value) setTyped(new MappedValue(segmentsOf(value)));
	}, [value]);
	const change = (next: MappedValue) => {
		setTyped(next);
		if (textOf(next) !== value) onChange(textOf(next));
	};
	const input = useRef<HTMLDivElement>(null);
	return (
		<div className={`text-input ${kind}`} data-disabled={props.isDisabled || undefined}>
			<TokenField
				className="token-field"
				value={typed}
				onChange={change}
				allowsNewlines={kind !== 'line'}
				isDisabled={props.isDisabled ?? false}
				{...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label })}
				{...(describedBy ? { 'aria-describedby': describedBy } : {})}
			>
				<TokenInput className="token-input" ref={input}>
					{(segment) => <Pill token={String(segment.value)} />}
				</TokenInput>
			</TokenField>
			{value === '' && placeholder ? (
				<span className="placeholder" aria-hidden="true">
					{placeholder}
				</span>
			) : null}
			{sources.length && !props.isDisabled ? (
				<InsertData
					label={label}
					onInserted={() => {
						input.current?.focus();
						// To focus it puts the caret first.
						getSelection()?.selectAllChildren(input.current as Node);
						getSelection()?.collapseToEnd();
					}}
					onInsert={({ token }) => {
						const { start, end } = typed.selectedRange;
						change(typed.replaceRangeWithSegments(start, end, [{ type: 'token', text: token, value: token }]));
					}}
				/>
			) : null}
		</div>
	);
}

function Pill({ token }: { token: string }) {
	const { sources } = useContext(FormContext);
	const source = sources.find(({ items }) => items.some((item) => item.token === token));
	const item = source?.items.find((one) => one.token === token);
	return (
		<Token className={item ? 'pill' : 'pill lost'}>
			<span className="pill-number">{source?.number ?? '?'}</span>
			<span className="pill-label">{item?.label ?? token.replace(/^\d+__/, '')}</span>
			{item?.value ? <span className="pill-value">{item.value}</span> : null}
		</Token>
	);
}

/** Lists the data of earlier steps. */
function InsertData({ label, onInsert, onInserted }: { label: string; onInsert(item: Mappable): void; onInserted(): void }) {
	const { sources } = useContext(FormContext);
	const { contains } = useFilter({ sensitivity: 'base' });
	const [isOpen, setOpen] = useState(false);
	const inserted = useRef(false);
	// Whoever inserts something goes on typing after it. Only once the list is gone can the text be focused.
	useEffect(() => {
		if (isOpen || !inserted.current) return;
		inserted.current = false;
		onInserted();
	});
	return (
		<DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
			<Button className="insert" aria-label={`Insert data into ${label}`}>
				<Icon name="plus" />
			</Button>
			<Popover className="popover" placement="bottom end">
				<Dialog className="picker-dialog" aria-label="Insert data">
					<Autocomplete filter={contains}>
						<SearchField aria-label="Search data" autoFocus className="search">
							<Icon name="searches" />
							<Input placeholder="Search data of earlier steps" />
						</SearchField>
						<ListBox
							aria-label="Data of earlier steps"
							className="options"
							onAction={(key) => {
								const item = sources.flatMap(({ items }) => items).find(({ token }) => token === key);
								if (item) onInsert(item);
								inserted.current = !!item;
								setOpen(false);
							}}
							renderEmptyState={() => <p className="empty">No such data.</p>}
						>
							{sources.map(({ number, title, items }) => (
								<ListBoxSection key={number} id={`step:${number}`} className="option-group" aria-label={title}>
									<Header>
										{number}. {title}
									</Header>
									<Collection items={items.map((item) => ({ ...item, id: item.token }))}>
										{(item) => (
											<ListBoxItem className="option" textValue={`${item.label} ${item.value}`}>
												<span className="option-text">{item.label}</span>
												<span className="hint">{item.value}</span>
											</ListBoxItem>
										)}
									</Collection>
								</ListBoxSection>
							))}
						</ListBox>
					</Autocomplete>
				</Dialog>
			</Popover>
		</DialogTrigger>
	);
}
