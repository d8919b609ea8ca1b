import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** The preview's page, as a person uses it. */
export class Editor {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** Opens the page, and the integration with this key if there are several. */
	async open(url: string, integration?: string): Promise<void> {
		await this.page.goto(url);
		if (integration) await this.choose(this.page.getByRole('button', { name: /^Integration/ }), integration);
		await this.page.getByRole('button', { name: /^Event/ }).waitFor();
	}

	/** Opens a list and takes the option with this value. */
	async choose(button: Locator, value: string): Promise<void> {
		await button.click();
		await this.page.locator(`[role=option][data-key="${value}"]`).click();
	}

	/** Takes what the step does, such as `creates.invite_user`. */
	async chooseEvent(event: string): Promise<void> {
		await this.choose(this.page.getByRole('button', { name: /^Event/ }), event);
	}

	/** What goes wrong from now on, by the fault's key. */
	async chooseFault(fault: string): Promise<void> {
		await this.choose(this.page.getByRole('button', { name: /^Answers/ }), fault);
	}

	/** Connects the sandbox's account. */
	async connect(choices: Record<string, string> = {}): Promise<void> {
		for (const [field, option] of Object.entries(choices)) await this.choose(this.field(field).getByRole('button').first(), option);
		await this.page.getByRole('button', { name: /Fill in the sandbox/ }).click();
		await this.page.getByRole('button', { name: 'Connect', exact: true }).click();
		await this.page.getByText('Connected:').waitFor();
	}

	/** A field by its key, or "parent.child" in the first row. */
	field(path: string): Locator {
		return this.page.locator(`.field[data-key="${path}"]`).first();
	}

	/** Fills in a form from values as Zaps have them: texts with {{answers}}, lists, and the first of rows. */
	async fillIn(inputData: Record<string, unknown>, parent = ''): Promise<void> {
		for (const [key, value] of Object.entries(inputData)) {
			const [first] = Array.isArray(value) ? value : [value];
			if (typeof first === 'object' && first !== null) await this.fillIn(first, `${key}.`);
			else await this.type(`${parent}${key}`, String(first));
		}
	}

	/** Types a value, into a dropdown as a custom value unless it is one of its own. {{Answers}} become pills. */
	async type(path: string, value: string): Promise<void> {
		const field = this.field(path);
		// A form that is loading may have the field in a moment.
		await field.waitFor();
		if (!(await field.getByRole('textbox').count())) {
			await field.getByRole('button').first().click();
			// Choices that arrive push away what is below them.
			await this.page.getByRole('button', { name: 'Use a custom value' }).waitFor();
			await this.page.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'hidden' });
			const option = this.page.locator(`[role=option][data-key=${JSON.stringify(value)}]`);
			if (await option.count()) return option.click();
			await this.page.getByRole('button', { name: 'Use a custom value' }).click();
		}
		const text = value.replace(/\{\{(.+?)\}\}/g, '{{1__$1}}');
		await field.getByRole('textbox').first().fill(text);
	}

	/** Opens the view of sheets. */
	async openSheets(): Promise<void> {
		await this.page.getByRole('radio', { name: 'Sheet' }).click();
		await this.page.getByRole('heading', { name: 'A whole sheet' }).waitFor();
	}

	/** Drops a file on the page, as the system would. */
	async drop(path: string): Promise<void> {
		const zone = this.page.locator('.drop, .sheet-file').first();
		await zone.scrollIntoViewIfNeeded();
		const box = await zone.boundingBox();
		if (!box) throw new Error('There is no place to drop a sheet.');
		const session = await this.page.context().newCDPSession(this.page);
		const data = { items: [], files: [path], dragOperationsMask: 1 };
		for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
			await session.send('Input.dispatchDragEvent', { type, x: box.x + box.width / 2, y: box.y + 10, data });
		}
		await session.detach();
		await this.page.getByText(basename(path), { exact: true }).waitFor();
	}

	/** Where a field's value comes from in every row of a sheet. */
	source(key: string): Locator {
		return this.page.locator(`.sheet-field[data-key="${key}"]`);
	}

	/** Fills a field from a column. */
	async chooseColumn(key: string, column: string): Promise<void> {
		await this.source(key).getByRole('button').first().click();
		await this.page.getByRole('option').filter({ hasText: column }).first().click();
	}

	async continue(): Promise<void> {
		await this.page.getByRole('button', { name: 'Continue' }).click();
	}

	/** Tests the step, and waits for how it ended. */
	async test(): Promise<void> {
		await this.page.getByRole('tab', { name: 'Test', exact: true }).click();
		await this.page.getByRole('button', { name: 'Test step' }).click();
		await this.page.locator('[aria-busy=false] .result').waitFor();
	}
}
