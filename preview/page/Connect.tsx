import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Exchange, Failure, Model } from '../protocol.mts';
import { call } from './api.ts';
import { FieldInput } from './FieldInput.tsx';
import { Icon } from './icons.tsx';
import { Picker } from './Picker.tsx';
import { FailureCard } from './Result.tsx';

export interface Connection {
	id: string;
	label: string;
}

interface ConnectProps {
	integration: string;
	model: Model;
	onConnected(connection: Connection): void;
	onExchange(exchange: Exchange[]): void;
}

/** The form of a new connection, which is tested as Zapier does. */
function Connect({ integration, model, onConnected, onExchange }: ConnectProps) {
	const { authentication, network, environment } = model;
	const [values, setValues] = useState<Record<string, string>>({});
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<Failure>();
	const [problem, setProblem] = useState('');
	const [account, setAccount] = useState<Record<string, string>>();
	const fields = authentication?.fields ?? [];
	const choices = JSON.stringify(fields.filter((field) => field.choices).map(({ key }) => values[key]));
	// What account there is depends on what was chosen, not on what was typed.
	useEffect(() => {
		if (network !== 'sandbox') return;
		call('sandboxConnection', { integration, authData: values }).then(
			({ authData }) => setAccount(authData),
			() => setAccount(undefined),
		);
	}, [integration, network, choices]);
	// Another product's are not offered.
	const isOthers =
		environment.provider !== undefined &&
		(!environment.fields.length || (values.provider || environment.provider) !== environment.provider);
	const fromEnvironment = isOthers ? [] : fields.map(({ key }) => key).filter((key) => environment.fields.includes(key) && !values[key]);

	async function connect() {
		setBusy(true);
		setFailure(undefined);
		setProblem('');
		try {
			const result = await call('connect', { integration, authData: values, fromEnvironment });
			onExchange(result.exchange);
			if (result.failure) setFailure(result.failure);
			else if (result.id) onConnected({ id: result.id, label: result.label || `${model.title} account` });
		} catch (error) {
			setProblem((error as Error).message);
		} finally {
			setBusy(false);
		}
	}

	return (
		<form
			className="connect"
			aria-label="Connect an account"
			onSubmit={(event) => {
				event.preventDefault();
				connect();
			}}
		>
			{authentication?.signIn ? (
				<p className="note">
					In a Zap, the owner of the account signs in at <code>{new URL(authentication.signIn).host}</code>.
				</p>
			) : null}
			{isOthers ? <p className="note">The environment has the credentials of {environment.provider}, which are not used here.</p> : null}
			{fields.map((field) => (
				<FieldInput
					key={field.key}
					field={{ ...field, ...(fromEnvironment.includes(field.key) ? { placeholder: 'From the environment' } : {}) }}
					path={field.key}
					value={values[field.key] ?? ''}
					onChange={(value) => setValues((before) => ({ ...before, [field.key]: String(value) }))}
				/>
			))}
			{fields.length ? null : <p className="note">This connection asks for nothing.</p>}
			<div className="actions">
				{account ? (
					<Button className="button" onPress={() => setValues(account)}>
						<Icon name="key" /> Fill in the sandbox’s account
					</Button>
				) : null}
				<Button className="button primary" type="submit" isPending={busy} isDisabled={busy}>
					{busy ? 'Connecting…' : 'Connect'}
				</Button>
			</div>
			<div role="status">{problem ? <p className="missing">{problem}</p> : null}</div>
			{failure ? <FailureCard failure={failure} /> : null}
		</form>
	);
}

interface AccountProps extends ConnectProps {
	connections: Connection[];
	/** The one that is used. */
	connection: Connection | undefined;
	onChoose(id: string): void;
}

/** Which account is used: one that is connected, or a new one. */
export function Account({ connections, connection, onChoose, onConnected, ...rest }: AccountProps) {
	const [connecting, setConnecting] = useState(false);
	if (connection && !connecting) {
		return (
			<div className="connected">
				<Icon name="check" />
				{connections.length > 1 ? (
					<Picker
						label="Account"
						groups={[{ label: '', options: connections.map(({ id, label }) => ({ value: id, label })) }]}
						value={connection.id}
						onChange={onChoose}
					/>
				) : (
					<span>
						Connected: <strong>{connection.label}</strong>
					</span>
				)}
				<Button className="link" onPress={() => setConnecting(true)}>
					Connect another
				</Button>
			</div>
		);
	}
	return (
		<section className="card" aria-label="Connection">
			<h3>Connect an account</h3>
			<Connect
				{...rest}
				onConnected={(connected) => {
					setConnecting(false);
					onConnected(connected);
				}}
			/>
		</section>
	);
}
