import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { CallError, call } from '../api/call.ts';
import { problemText } from './failure.tsx';
import { useLanguage } from './language.tsx';
import type { Me } from './session.tsx';

type Typed = { readonly name: string; readonly password: string };

/** Name and password of a local account. */
export function SignInForm({
  onEntered,
  name = '',
}: {
  readonly onEntered: (me: Me) => void;
  readonly name?: string;
}) {
  const { say, pick } = useLanguage();
  const entering = useMutation({
    mutationFn: (body: Typed) => call('signIn', { body }),
    onSuccess: onEntered,
  });
  const { error } = entering;
  return (
    <Form<Typed>
      layout="vertical"
      initialValues={{ name, password: '' }}
      onFinish={(typed) => entering.mutate(typed)}
      requiredMark={false}
    >
      {error !== null && (
        <Alert
          type="error"
          role="alert"
          title={
            error instanceof CallError && error.retryAfter !== null
              ? say('in.wait', { n: error.retryAfter })
              : problemText(error, say, pick)
          }
        />
      )}
      <Form.Item
        name="name"
        label={say('in.name')}
        rules={[{ required: true, message: say('in.name.missing') }]}
      >
        <Input
          autoComplete="username"
          autoCapitalize="none"
          maxLength={64}
          autoFocus={name === ''}
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={say('in.password')}
        rules={[{ required: true, message: say('in.password.missing') }]}
      >
        <Input type="password" autoComplete="current-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={entering.isPending}>
        {say('in.submit')}
      </Button>
    </Form>
  );
}
