import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type CellValue, writeXlsx } from 'hucre';
import { openSheet, SheetError, type SheetRow } from '../../invite/readers/index.mts';
import { fc } from '../support/randomness.ts';

// A machine may be busy with other tests.
jest.setTimeout(60_000);

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'sheets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(contents: string | Uint8Array, name = 'people.csv', options = {}) {
	const file = join(folder, name);
	writeFileSync(file, contents);
	const sheet = await openSheet(file, options);
	const rows: SheetRow[] = [];
	for await (const row of sheet.rows()) rows.push(row);
	expect(sheet.count).toBe(rows.length);
	return { columns: sheet.columns, rows };
}

const table = 'Name,Email\nZoë Ünal,zoe@example.com\nРиа,ria@example.com\n';
const people = [
	{ row: 2, cells: { Name: 'Zoë Ünal', Email: 'zoe@example.com' }, problem: undefined },
	{ row: 3, cells: { Name: 'Риа', Email: 'ria@example.com' }, problem: undefined },
];
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('text', () => {
	test.each<[string, string | Buffer]>([
		['UTF-8', table],
		['UTF-8 with a byte-order mark', `\ufeff${table}`],
		['UTF-16, little-endian', Buffer.from(`\ufeff${table}`, 'utf16le')],
		['UTF-16, little-endian, without a mark', Buffer.from(table, 'utf16le')],
		['UTF-16, big-endian', utf16be(`\ufeff${table}`)],
		['UTF-16, big-endian, without a mark', utf16be(table)],
		['semicolons', table.replaceAll(',', ';')],
		['tabs', table.replaceAll(',', '\t')],
		['the line ends of Windows', table.replaceAll('\n', '\r\n')],
		['the line ends of old Macs', table.replaceAll('\n', '\r')],
		['no line end at the end', table.trimEnd()],
		['quotes', '"Name","Email"\n"Zoë Ünal","zoe@example.com"\n"Риа","ria@example.com"\n'],
	])('is read as %s', async (_, contents) => {
		expect(await read(contents)).toEqual({ columns: ['Name', 'Email'], rows: people });
	});

	test('keeps quotes, commas and line ends within quoted cells', async () => {
		const { rows } = await read('Name,Note\n"Doe, Jane","says ""hi""\nand bye"\nJohn,\n');
		expect(rows.map(({ row, cells }) => [row, cells])).toEqual([
			[2, { Name: 'Doe, Jane', Note: 'says "hi"\nand bye' }],
			[3, { Name: 'John', Note: '' }],
		]);
	});

	test('counts rows as a spreadsheet does, empty ones included', async () => {
		const { rows } = await read('Email\n\na@example.com\n\n\n , \nb@example.com\n');
		expect(rows.map(({ row }) => row)).toEqual([3, 7]);
	});

	test('names columns without a heading, and those of the same name', async () => {
		const { columns } = await read('Email,,Email, Full  Name ,\na,b,c,d,e\n');
		expect(columns).toEqual(['Email', 'Column 2', 'Email (2)', 'Full Name', 'Column 5']);
	});

	test('takes short rows as they are, and says what is wrong with long ones', async () => {
		const { rows } = await read('Name,Email\nJane\nDoe, Jane,jane@example.com\n');
		expect(rows.map(({ problem }) => problem)).toEqual([
			undefined,
			'The row has 3 cells for 2 columns: is a comma in a cell without quotes?',
		]);
	});

	test('is read in the encoding that is named', async () => {
		const { rows } = await read(Buffer.from('Name\nZo\xeb\n', 'latin1'), 'people.csv', { encoding: 'windows-1252' });
		expect(rows[0]?.cells).toEqual({ Name: 'Zoë' });
	});

	test.each<[string, string | Buffer, string]>([
		['nothing', '', 'The file is empty.'],
		['only empty lines', '\n\n', 'The file is empty: its first line must name the columns.'],
		['letters of another encoding', Buffer.from('Name\nZo\xeb\n', 'latin1'), "isn't UTF-8 text all through"],
		['half a letter at the end', Buffer.from('Name\nZo\xc3', 'latin1'), "isn't UTF-8 text all through"],
		['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'UTF-32'],
		[
			'a quote that is never closed',
			'Name,Email\nJane,"jane@example.com\nJohn,john@example.com\n',
			'a quote (") is opened and never closed',
		],
		['something behind a closing quote', 'Name,Email\n"Jane" D,jane@example.com\n', 'Line 2: something follows a closing quote'],
		['a PDF', '%PDF-1.7', 'This is a PDF'],
		['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'Save it as .xlsx'],
	])('is refused if it has %s', async (_, contents, message) => {
		const reading = read(contents);
		await expect(reading).rejects.toThrow(SheetError);
		await expect(reading).rejects.toThrow(message);
	});

	test('is refused in an encoding that nobody knows', async () => {
		await expect(read(table, 'people.csv', { encoding: 'klingon' })).rejects.toThrow('“klingon” is no encoding');
	});
});

describe('JSON', () => {
	test.each([
		['a list', JSON.stringify([{ email: 'a@example.com' }, { email: 'b@example.com', id: 1 }]), 'people.json'],
		['one object a line', '{"email":"a@example.com"}\n{"email":"b@example.com","id":1}\n', 'people.jsonl'],
		['with a byte-order mark', '\ufeff[{"email":"a@example.com"},{"email":"b@example.com","id":1}]', 'people.json'],
		['whatever its name', ' [{"email":"a@example.com"},{"email":"b@example.com","id":1}]', 'people.txt'],
	])('is read as %s', async (_, contents, name) => {
		const { columns, rows } = await read(contents, name);
		expect(columns).toEqual(['email', 'id']);
		expect(rows.map(({ row, cells }) => [row, cells])).toEqual([
			[1, { email: 'a@example.com', id: '' }],
			[2, { email: 'b@example.com', id: '1' }],
		]);
	});

	test('keeps every digit, joins lists, and refuses objects within', async () => {
		const { rows } = await read('[{"id":12345678901234567890,"tags":["a","b"],"on":true,"no":null},{"id":{"a":1}}]', 'people.json');
		expect(rows[0]?.cells).toEqual({ id: '12345678901234567890', tags: 'a, b', on: true, no: '' });
		expect(rows[1]?.problem).toContain('“id” is an object');
	});

	test.each([
		['broken', '[{"email":"a@example.com"', "The file isn't JSON"],
		['of texts', '["a@example.com"]', "Item 1 isn't an object"],
		['empty', '[]', 'The file has no objects in it.'],
	])('is refused if it is %s', async (_, contents, message) => {
		await expect(read(contents, 'people.json')).rejects.toThrow(message);
	});
});

describe('workbooks', () => {
	const workbook = (rows: CellValue[][], more: object = {}) => writeXlsx({ sheets: [{ name: 'People', rows, ...more }] });

	test('give texts, dates without zone, yes or no, and the results of formulas', async () => {
		const contents = await workbook(
			[
				['Name', 'Start', 'Admin', 'Id', 'Email'],
				[],
				['Zoë', new Date('2027-01-31T09:00:00Z'), true, 42, null],
				['Ana', new Date('2027-01-31'), false, 1.5, null],
			],
			{ cells: new Map([['2,4', { formula: 'A3&"@x.com"', formulaResult: 'zoe@x.com', value: 'zoe@x.com' }]]) },
		);
		expect(await read(contents, 'people.xlsx')).toEqual({
			columns: ['Name', 'Start', 'Admin', 'Id', 'Email'],
			rows: [
				{ row: 3, cells: { Name: 'Zoë', Start: '2027-01-31T09:00:00', Admin: true, Id: '42', Email: 'zoe@x.com' }, problem: undefined },
				{ row: 4, cells: { Name: 'Ana', Start: '2027-01-31', Admin: false, Id: '1.5', Email: '' }, problem: undefined },
			],
		});
	});

	test('say which rows hold failed formulas, or numbers that have lost digits', async () => {
		const contents = await workbook([
			['Email', 'Id'],
			['a@x.com', 1234567890123456],
			['#REF!', 1],
		]);
		const { rows } = await read(contents, 'people.xlsx');
		expect(rows[0]?.problem).toContain('Column “Id” holds a number of more than 15 digits');
		expect(rows[1]?.problem).toBe('Column “Email” holds a formula that fails: #REF!.');
	});

	test('are told by their contents, and take the sheet that is named', async () => {
		const contents = await writeXlsx({
			sheets: [
				{ name: 'A', rows: [['x'], ['1']] },
				{ name: 'B', rows: [['y'], ['2']] },
			],
		});
		expect((await read(contents, 'people.csv')).columns).toEqual(['x']);
		expect((await read(contents, 'people.csv', { sheet: 'B' })).columns).toEqual(['y']);
		await expect(read(contents, 'people.csv', { sheet: 'C' })).rejects.toThrow(SheetError);
	});

	test.each<[string, () => Promise<Uint8Array>, string]>([
		['without a row', () => workbook([]), 'The sheet is empty'],
		['cut off', async () => (await workbook([['Email'], ['a@x.com']])).slice(0, 400), "can't be read"],
		[
			'with a password',
			() => writeXlsx({ sheets: [{ name: 'A', rows: [['x']] }], encryption: { password: 'p', spinCount: 1 } }),
			'without a password',
		],
	])('are refused %s', async (_, contents, message) => {
		const reading = read(await contents(), 'people.xlsx');
		await expect(reading).rejects.toThrow(SheetError);
		await expect(reading).rejects.toThrow(message);
	});
});

test('100,000 rows are counted, and each is read once, in order', async () => {
	const file = join(folder, 'large.csv');
	writeFileSync(file, `Email\n${Array.from({ length: 100_000 }, (_, index) => `p${index}@example.com\n`).join('')}`);
	const sheet = await openSheet(file);
	expect(sheet.count).toBe(100_000);
	let next = 0;
	for await (const { row, cells } of sheet.rows()) {
		if (row !== next + 2 || cells.Email !== `p${next}@example.com`) throw new Error(`Row ${row} has ${cells.Email}`);
		next++;
	}
	expect(next).toBe(100_000);
});

test('whatever the cells, they are read as they were written', async () => {
	const cell = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('"', ',', ';', '\n', '\r\n', "'", '=1+1'));
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.constantFrom('x', 'y'), cell, cell), { minLength: 1, maxLength: 8 }),
			fc.constantFrom(',', ';', '\t'),
			async (cells, delimiter) => {
				const contents = stringify([['A', 'B', 'C'], ...cells], { delimiter, quoted: true });
				const { rows } = await read(contents);
				expect(rows.map((row) => Object.values(row.cells))).toEqual(cells);
			},
		),
		{ numRuns: 200 },
	);
});
