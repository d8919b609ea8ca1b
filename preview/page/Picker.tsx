import { type ReactNode, useId, useState } from 'react';
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
	useFilter,
} from 'react-aria-components';
import { Icon } from './icons.tsx';

interface Option {
	value: string;
	label: string;
	/** Below the label. */
	description?: string;
	/** Beside the label, such as the value that is sent. */
	hint?: string;
}

interface OptionGroup {
	label: string;
	options: Option[];
}

interface PickerProps {
	/** What is chosen. */
	label: string;
	/** The id of a visible label, instead of `label`. */
	labelledBy?: string;
	describedBy?: string;
	groups: OptionGroup[];
	value: string | undefined;
	onChange(value: string): void;
	/** What is shown of a value that is none of the options, or where there is none. */
	shown?: ReactNode;
	placeholder?: string;
	onOpen?(): void;
	/** Below the options: loading, errors, more. */
	footer?: (close: () => void) => ReactNode;
	isDisabled?: boolean;
	searchable?: boolean;
	className?: string;
}

/** A button with a list that can be searched. */
export function Picker(props: PickerProps) {
	const { label, labelledBy, describedBy, groups, value, onChange, shown, placeholder = 'Choose…', onOpen, footer } = props;
	const { contains } = useFilter({ sensitivity: 'base' });
	const [isOpen, setOpen] = useState(false);
	const valueId = useId();
	const options = groups.flatMap((group) => group.options);
	const chosen = options.find((option) => option.value === value);
	const searchable = props.searchable ?? options.length > 7;
	const list = (
		<ListBox
			aria-label={label}
			className="options"
			selectionMode="single"
			selectedKeys={value === undefined ? [] : [value]}
			autoFocus={searchable ? false : 'first'}
			onSelectionChange={(keys) => {
				// Empty if what was chosen is taken again, which chooses it again.
				const [key] = keys;
				if (key !== undefined) onChange(String(key));
				setOpen(false);
			}}
			renderEmptyState={() => <p className="empty">{options.length ? 'None of these match.' : 'Nothing to choose from.'}</p>}
		>
			{groups.map((group) => (
				<ListBoxSection key={group.label} id={`group:${group.label}`} className="option-group" aria-label={group.label || label}>
					{group.label ? <Header>{group.label}</Header> : null}
					<Collection items={group.options.map((option) => ({ ...option, id: option.value }))}>
						{(option) => (
							<ListBoxItem className="option" textValue={`${option.label} ${option.hint ?? ''}`}>
								<span className="option-text">
									<span className="option-label">{option.label}</span>
									{option.description ? <span className="option-description">{option.description}</span> : null}
								</span>
								{option.hint ? <span className="hint">{option.hint}</span> : null}
							</ListBoxItem>
						)}
					</Collection>
				</ListBoxSection>
			))}
		</ListBox>
	);
	return (
		<DialogTrigger
			isOpen={isOpen}
			onOpenChange={(open) => {
				setOpen(open);
				if (open) onOpen?.();
			}}
		>
			<Button
				className={`picker ${props.className ?? ''}`}
				isDisabled={props.isDisabled ?? false}
				{...(labelledBy
					? { 'aria-labelledby': `${labelledBy} ${valueId}` }
					: { 'aria-label': `${label}: ${chosen?.label ?? (value || placeholder)}` })}
				{...(describedBy ? { 'aria-describedby': describedBy } : {})}
			>
				<span id={valueId} className={value === undefined || value === '' ? 'picker-value placeholder' : 'picker-value'}>
					{chosen ? (
						<>
							<span className="picker-label">{chosen.label}</span>
							{chosen.hint && chosen.hint !== chosen.label ? <span className="hint">{chosen.hint}</span> : null}
						</>
					) : (
						(shown ?? (value ? <span className="picker-label">{value}</span> : placeholder))
					)}
				</span>
				<Icon name="chevron" />
			</Button>
			<Popover className="popover" placement="bottom start">
				<Dialog className="picker-dialog" aria-label={label}>
					{({ close }) => (
						<>
							{searchable ? (
								<Autocomplete filter={contains}>
									<SearchField aria-label={`Search ${label}`} autoFocus className="search">
										<Icon name="searches" />
										<Input placeholder="Search" />
									</SearchField>
									{list}
								</Autocomplete>
							) : (
								list
							)}
							{footer?.(close)}
						</>
					)}
				</Dialog>
			</Popover>
		</DialogTrigger>
	);
}
