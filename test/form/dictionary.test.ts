import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { findDictionaryEntry } from '../../server/form/dictionary.ts';
import { now } from './fixtures.ts';

function check(name: string, text: string): { value: string; code: string | undefined } {
  const entry = findDictionaryEntry(name);
  assert.ok(entry);
  const value = entry.normalise(text.trim());
  return { value, code: entry.check(value, now) };
}

describe('field dictionary', () => {
  const right: [string, string, string][] = [
    ['nik', '3511 0101 0190 0001', '3511010101900001'],
    ['nik', '35.11.01.41-01-90-0001', '3511014101900001'],
    ['nik', '9171017112990123', '9171017112990123'],
    ['noKk', '3511 0101 0120 0001', '3511010101200001'],
    ['nama', "Siti  Nur'aini, S.Pd.", "Siti Nur'aini, S.Pd."],
    ['nama', 'Sukarno', 'Sukarno'],
    ['nama', 'Zoë Müller-Łuk', 'Zoë Müller-Łuk'],
    ['hp', '0812 3456 7890', '+6281234567890'],
    ['hp', '62812-3456-7890', '+6281234567890'],
    ['hp', '+62 812 3456 7890', '+6281234567890'],
    ['email', 'siti@unej.ac.id', 'siti@unej.ac.id'],
    ['npwp', '09.254.294.3-407.000', '0092542943407000'],
    ['npwp', '3511014101900001', '3511014101900001'],
    ['rt', '3', '003'],
    ['nib', '1234567890123', '1234567890123'],
    ['kbli', '56101', '56101'],
    ['nip', '19900101 201501 1 001', '199001012015011001'],
    ['nop', '35.11.010.001.002-0003.0', '351101000100200030'],
    ['npwpd', 'p.2.0001/01', 'P.2.0001/01'],
    ['str', '31 2 1 100 1 12-1234', '31 2 1 100 1 12-1234'],
    ['jk', 'L', 'L'],
    ['tglLahir', '1990-01-31', '1990-01-31'],
  ];
  for (const [name, text, value] of right)
    it(`accepts ${name} "${text}" and stores "${value}"`, () => {
      assert.deepEqual(check(name, text), { value, code: undefined });
    });

  const wrong: [string, string, string][] = [
    ['nik', '351101010190001', 'nik'],
    ['nik', '35110101019000012', 'nik'],
    ['nik', '3511013201900001', 'nik'],
    ['nik', '3511017201900001', 'nik'],
    ['nik', '3511010113900001', 'nik'],
    ['nik', '3511010101900000', 'nik'],
    ['nik', '3511O10101900001', 'nik'],
    ['noKk', '3511014101200001', 'noKk'],
    ['nama', 'Siti 123', 'name'],
    ['nama', '<b>Siti</b>', 'name'],
    ['hp', '0332421234', 'phone'],
    ['hp', '0812345', 'phone'],
    ['hp', '0802 3456 7890', 'phone'],
    ['hp', 'tanya ibu', 'phone'],
    ['email', 'siti', 'email'],
    ['email', 'siti@unej', 'email'],
    ['email', '@unej.ac.id', 'email'],
    ['email', 'a@b@c.id', 'email'],
    ['npwp', '12345', 'npwp'],
    ['rt', 'abc', 'rtRw'],
    ['rw', '1234', 'rtRw'],
    ['kbli', '5610', 'kbli'],
    ['nip', '1', 'nip'],
    ['jk', 'X', 'option'],
    ['tglLahir', '2026-11-25', 'birthDateFuture'],
    ['tglLahir', '1890-01-01', 'birthDateTooOld'],
    ['tglLahir', '2000-02-30', 'date'],
  ];
  for (const [name, text, code] of wrong)
    it(`refuses ${name} "${text}"`, () => {
      assert.equal(check(name, text).code, code);
    });

  it('knows nothing under names of the prototype', () => {
    assert.equal(findDictionaryEntry('constructor'), undefined);
    assert.equal(findDictionaryEntry(undefined), undefined);
  });

  it('checks long nonsense quickly', () => {
    const begin = performance.now();
    for (const name of ['nik', 'nama', 'hp', 'email', 'npwp']) check(name, `${'a.'.repeat(50_000)}@`);
    assert.ok(performance.now() - begin < 500);
  });
});
