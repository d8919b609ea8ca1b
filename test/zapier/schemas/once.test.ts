import { once } from '../../../src/zapier/schemas/once.ts';

test('it is made when it is first asked for, and only then', () => {
	const make = jest.fn(() => ({}));
	const made = once(make);
	expect(make).not.toHaveBeenCalled();
	expect(made()).toBe(made());
	expect(make).toHaveBeenCalledTimes(1);
});
