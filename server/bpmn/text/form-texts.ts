import { error, warning } from './finding-text.ts';

/** 110–119: fields of generated forms (`camunda:formData`). */
export const formTexts = {
  'BPMN-110': error(
    '{element} has a form field without an id. Enter the name of the variable that it fills.',
    '{element} mempunyai isian formulir tanpa id. Isi nama variabel yang diisinya.',
  ),
  'BPMN-111': error(
    '{element} has two form fields with the id "{field}". Give each an id of its own.',
    '{element} mempunyai dua isian formulir dengan id "{field}". Beri id yang berbeda.',
  ),
  'BPMN-112': error(
    '{element}: the form field "{field}" has the type "{type}". Use string, long, boolean, date or enum.',
    '{element}: isian formulir "{field}" bertipe "{type}". Pakai string, long, boolean, date, atau enum.',
  ),
  'BPMN-113': error(
    '{element}: the form field "{field}" is a choice, but its values are not right: {reason}. Give each value an id of its own and a name.',
    '{element}: isian formulir "{field}" adalah pilihan, tetapi nilainya tidak benar: {reason}. Beri setiap nilai id sendiri dan nama.',
  ),
  'BPMN-114': error(
    '{element}: the form field "{field}" has the constraint "{constraint}", which is not known. Use required, readonly, minlength, maxlength, min or max.',
    '{element}: isian formulir "{field}" mempunyai batasan "{constraint}" yang tidak dikenal. Pakai required, readonly, minlength, maxlength, min, atau max.',
  ),
  'BPMN-115': error(
    '{element}: the form field "{field}" is checked by a validator of your own ("{validator}"), which does not run here. Use the constraints required, minlength, maxlength, min and max, or a form with FEEL conditions.',
    '{element}: isian formulir "{field}" diperiksa oleh validator sendiri ("{validator}") yang tidak berjalan di sini. Pakai batasan required, minlength, maxlength, min, dan max, atau formulir dengan syarat FEEL.',
  ),
  'BPMN-116': error(
    '{element}: the constraint {constraint} of the form field "{field}" has the configuration "{config}". Write a whole number.',
    '{element}: batasan {constraint} pada isian formulir "{field}" berisi "{config}". Tulis bilangan bulat.',
  ),
  'BPMN-117': error(
    '{element}: the constraint {constraint} does not go with the form field "{field}" of type {type}: {fitting}.',
    '{element}: batasan {constraint} tidak cocok untuk isian formulir "{field}" bertipe {type}: {fitting}.',
  ),
  'BPMN-118': error(
    '{element}: the date pattern "{pattern}" of the form field "{field}" cannot be used: {reason}. Write one such as dd/MM/yyyy.',
    '{element}: pola tanggal "{pattern}" pada isian formulir "{field}" tidak bisa dipakai: {reason}. Tulis misalnya dd/MM/yyyy.',
  ),
  'BPMN-119': warning(
    '{element} has form fields and a formRef. The form of the formRef is used; delete one of them.',
    '{element} mempunyai isian formulir dan formRef. Formulir dari formRef yang dipakai; hapus salah satu.',
  ),
} as const;
