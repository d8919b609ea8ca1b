import * as z from 'zod/mini';

/*
 * What most outputs and responses hold. A schema is made when its module is loaded, so those that are alike are one. None may be
 * registered with a label, which would be that of all.
 */

export const plainText = z.string();
export const plainTextOrNull = z.nullable(plainText);
export const dateTimeOrNull = z.nullable(z.iso.datetime());
