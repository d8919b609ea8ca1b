import { magicMealKits, sandbox } from './simulations.ts';

describe('Magic Meal Kits', () => {
	test('takes any object that names an address', async () => {
		const invite = (body: object) => magicMealKits('POST', '/api/v1/notion/workspace-invite', body);
		expect(await invite({ email: 'nora.quist@example.com', role: 'anything', any_other_key: 1 })).toMatchObject({
			status: 200,
			body: { success: true },
		});
		expect(sandbox.snapshot('magic_meal_kits').workspaces[0]?.members.at(-1)).toMatchObject({ name: 'Nora Quist', role: 'anything' });
		expect(await invite({ role: 'editor' })).toMatchObject({ status: 400, body: { success: false, error: 'email is not valid' } });
	});
});
