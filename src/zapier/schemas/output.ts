import * as z from 'zod/mini';

/*
 * What most outputs and responses hold. A schema is made when its module is loaded, so those that are alike are one. None may be
 * registered with a label, which would be that of all.
 */

export const plainText = z.string();
export const plainTextOrNull = z.nullable(plainText);

/** `z.iso.datetime()` does the same, but keeps all that `z.iso` knows of dates, times and durations in the build. */
const dateTime = new z.ZodMiniISODateTime({
	type: 'string',
	check: 'string_format',
	format: 'datetime',
	offset: false,
	local: false,
	precision: null,
});
export const dateTimeOrNull = z.nullable(dateTime);
