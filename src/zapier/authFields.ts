import type { AuthField } from 'zapier-platform-core';
import type { z } from 'zod';
import { type Field, fieldOf, fieldsOf, isRequired } from './field.ts';

/** Zapier's fields for a connection's form. */
export function authFields(form: z.ZodObject): AuthField[] {
	return fieldsOf(form).map(([key, schema]) => authField(key, fieldOf(key, schema), isRequired(schema)));
}

export function authField(key: string, meta: Field, required: boolean): AuthField {
	const secret = meta.type === 'password';
	const compiled: AuthField = { key, label: meta.label, required, type: secret ? 'password' : 'string', isNoSecret: !secret };
	if (meta.helpText) compiled.helpText = meta.helpText;
	if (meta.placeholder) compiled.placeholder = meta.placeholder;
	if (meta.default !== undefined) compiled.default = meta.default;
	if (meta.choices) compiled.choices = meta.choices;
	return compiled;
}
