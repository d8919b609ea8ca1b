import { useEffect, useState } from 'react';
import { Button, Disclosure, DisclosurePanel, DropZone, FileTrigger, Input, Label, TextArea, TextField } from 'react-aria-components';
import { number } from '../../invite/words.mts';
import { LARGEST_SHEET, type SheetModel } from '../protocol.mts';
import { call, upload } from './api.ts';
import { Icon } from './icons.tsx';
import { Picker } from './Picker.tsx';

/** Encodings that spreadsheets of this world write beside UTF-8 and UTF-16, which are told apart on their own. */
const ENCODINGS = ['windows-1252', 'windows-1250', 'windows-1251', 'iso-8859-2', 'shift_jis', 'gb18030', 'big5', 'euc-kr'];

const PASTED = 'Pasted rows.tsv';

interface SheetFileProps {
	integration: string;
	sheet: SheetModel | undefined;
	/** A run of it must end before another is taken. */
	isGoing: boolean;
	isShown: boolean;
	onOpened(sheet: SheetModel): void;
	onClose(): void;
}

/** Takes a sheet: dropped, chosen, or pasted. */
export function SheetFile({ integration, sheet, isGoing, isShown, onOpened, onClose }: SheetFileProps) {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState('');
	const [taken, setTaken] = useState<string>();
	const [pasted, setPasted] = useState('');
	const [encoding, setEncoding] = useState('');
	const [part, setPart] = useState('');

	async function open(get: () => Promise<string>, how: { encoding?: string | undefined; sheet?: string | undefined } = {}) {
		setBusy(true);
		setProblem('');
		try {
			const id = await get();
			setTaken(id);
			onOpened(await call('openSheet', { integration, upload: id, ...how }));
			setPasted('');
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}
	function take(name: string, content: Blob) {
		setEncoding('');
		setPart('');
		open(() => upload(name, content));
	}
	const takeText = (text: string) => take(PASTED, new Blob([text]));

	// Whoever drops a sheet beside the zone, or pastes rows without choosing a place, means this.
	useEffect(() => {
		if (isGoing || !isShown) return;
		const paste = (event: ClipboardEvent) => {
			const into = event.target as HTMLElement | null;
			if (sheet || event.defaultPrevented || into?.closest('input, textarea, [contenteditable]')) return;
			const file = event.clipboardData?.files[0];
			const text = event.clipboardData?.getData('text/plain');
			if (file) take(file.name, file);
			else if (text) takeText(text);
		};
		const over = (event: DragEvent) => event.preventDefault();
		const drop = (event: DragEvent) => {
			if (event.defaultPrevented) return;
			event.preventDefault();
			const file = event.dataTransfer?.files[0];
			if (file) take(file.name, file);
		};
		document.addEventListener('paste', paste);
		document.addEventListener('dragover', over);
		document.addEventListener('drop', drop);
		return () => {
			document.removeEventListener('paste', paste);
			document.removeEventListener('dragover', over);
			document.removeEventListener('drop', drop);
		};
	});

	const chooser = (label: string, primary: boolean) => (
		<FileTrigger
			acceptedFileTypes={['.csv', '.tsv', '.txt', '.xlsx', '.json', '.jsonl', '.ndjson']}
			onSelect={(files) => {
				const [file] = files ?? [];
				if (file) take(file.name, file);
			}}
		>
			<Button className={primary ? 'button primary' : 'button'} isDisabled={busy || isGoing}>
				<Icon name="upload" /> {label}
			</Button>
		</FileTrigger>
	);

	return (
		<section className="sheet-part" aria-label="Sheet">
			<h3>1. Sheet</h3>
			{sheet ? (
				<div className="sheet-file">
					<Icon name="sheet" size={22} />
					<div className="sheet-name">
						<strong>{sheet.name === PASTED ? 'Pasted rows' : sheet.name}</strong>
						<span className="note">
							{number(sheet.count)} {sheet.count === 1 ? 'row' : 'rows'}, {sheet.columns.length}{' '}
							{sheet.columns.length === 1 ? 'column' : 'columns'}
						</span>
					</div>
					{chooser('Another sheet', false)}
					<Button className="icon-button" aria-label="Close the sheet" isDisabled={isGoing} onPress={onClose}>
						<Icon name="close" />
					</Button>
				</div>
			) : (
				<>
					<DropZone
						className="drop"
						aria-label="Drop a sheet here, or paste rows"
						isDisabled={busy}
						onDrop={async ({ items }) => {
							const file = items.find((item) => item.kind === 'file');
							const text = items.find((item) => item.kind === 'text' && item.types.has('text/plain'));
							if (file?.kind === 'file') take(file.name, await file.getFile());
							else if (text?.kind === 'text') takeText(await text.getText('text/plain'));
						}}
					>
						<Icon name="sheet" size={28} />
						<p>
							<strong>{busy ? 'Reading…' : 'Drop a sheet of people here'}</strong>
						</p>
						{chooser('Choose a file', true)}
						<p className="note">
							.csv, .tsv, .xlsx or .json, up to {LARGEST_SHEET / 1e6} MB; or rows copied from a spreadsheet, with their headings. It is read
							on this machine.
						</p>
					</DropZone>
					<Disclosure className="disclosure">
						<Button slot="trigger" className="link">
							<Icon name="chevron" size={12} /> Paste rows
						</Button>
						<DisclosurePanel>
							<TextField className="paste" value={pasted} onChange={setPasted}>
								<Label>Rows from a spreadsheet, the first with the headings</Label>
								<TextArea rows={5} className="plain-box" placeholder={'Email\tFirst name\njane.doe@example.com\tJane'} />
							</TextField>
							<Button className="button small" isDisabled={!pasted.trim() || busy} onPress={() => takeText(pasted)}>
								Use these rows
							</Button>
						</DisclosurePanel>
					</Disclosure>
				</>
			)}
			<div role="alert">{problem ? <p className="missing">{problem}</p> : null}</div>
			{taken && !isGoing && (problem || sheet) ? (
				<Disclosure className="disclosure" key={taken}>
					<Button slot="trigger" className="link">
						<Icon name="chevron" size={12} /> Read it otherwise
					</Button>
					<DisclosurePanel>
						<div className="sheet-how">
							<div className="field">
								<span className="label">Encoding</span>
								<Picker
									label="Encoding"
									groups={[
										{
											label: '',
											options: [{ value: 'auto', label: 'UTF-8 or UTF-16' }, ...ENCODINGS.map((name) => ({ value: name, label: name }))],
										},
									]}
									value={encoding || 'auto'}
									onChange={(value) => setEncoding(value === 'auto' ? '' : value)}
								/>
							</div>
							<TextField className="field" value={part} onChange={setPart}>
								<Label className="label">Sheet of the workbook</Label>
								<Input className="plain-box" placeholder="The first one" />
							</TextField>
							<Button
								className="button"
								isDisabled={busy}
								onPress={() => open(async () => taken, { encoding: encoding || undefined, sheet: part || undefined })}
							>
								Read again
							</Button>
						</div>
					</DisclosurePanel>
				</Disclosure>
			) : null}
			{sheet ? <First {...sheet} /> : null}
		</section>
	);
}

function First({ columns, first, count }: SheetModel) {
	return (
		<Disclosure className="disclosure">
			<Button slot="trigger" className="link">
				<Icon name="chevron" size={12} /> {first.length < count ? `The first ${first.length} rows` : 'The rows'}
			</Button>
			<DisclosurePanel>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls, which the keyboard must reach. */}
				<section className="scroll" tabIndex={0} aria-label="The first rows">
					<table>
						<thead>
							<tr>
								<th scope="col">Row</th>
								{columns.map((column) => (
									<th key={column} scope="col">
										{column}
									</th>
								))}
							</tr>
						</thead>
						<tbody>
							{first.map(({ row, cells }) => (
								<tr key={row}>
									<td>{row}</td>
									{columns.map((column, index) => (
										<td key={column}>{cells[index]}</td>
									))}
								</tr>
							))}
						</tbody>
					</table>
				</section>
			</DisclosurePanel>
		</Disclosure>
	);
}
