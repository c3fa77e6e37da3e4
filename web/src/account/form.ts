import type { User, UserChanges, UserEdit } from '../api/client';

/** A form's text, or nothing where it is empty. */
function textIn(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** What the account's form says; what was left empty is left out. The server judges the rest. */
export function userFrom(form: FormData): UserEdit {
  const gender = textIn(form, 'gender');
  // Anything but a number goes as it is, so that the server's words about it stand at the field.
  const numberOrText = (text: string) => (/^-?\d+$/.test(text) ? Number(text) : text) as number;
  const age = textIn(form, 'age');
  const occupation = textIn(form, 'occupation');
  return {
    username: textIn(form, 'username') ?? '',
    email: textIn(form, 'email') ?? '',
    password: textIn(form, 'password') ?? '',
    ...(age !== null && { age: numberOrText(age) }),
    ...((gender === 'F' || gender === 'M') && { gender }),
    ...(occupation !== null && { occupation: Number(occupation) }),
  };
}

/** What the form says otherwise than the account; what was emptied is cleared. */
export function changesFrom(form: FormData, user: User): UserChanges {
  const { username, email, age, gender, occupation } = userFrom(form);
  const said = {
    username,
    email,
    age: age ?? null,
    gender: gender ?? null,
    occupation: occupation ?? null,
  };
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== user[name as keyof User],
  );
  const password = textIn(form, 'current_password');
  return {
    ...Object.fromEntries(changed),
    ...(password !== null && { current_password: password }),
  };
}
