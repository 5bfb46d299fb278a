import type { ReasonTexts } from '../../texts.ts';

/** Why an input is refused. */
export const reasons: ReasonTexts = {
  reason: {
    number: '数値を入力してください。',
    whole: '整数を入力してください。',
    least: '{n} 以上にしてください。',
    most: '{n} 以下にしてください。',
    empty: '入力してください。',
    leastLetters: '{n} 文字以上にしてください。',
    mostLetters: '{n} 文字以下にしてください。',
    leastItems: '{n} 個以上にしてください。',
    mostItems: '{n} 個以下にしてください。',
    clearBelow: 'しきい値以下にしてください。',
    clearAbove: 'しきい値以上にしてください。',
    timeOfDay: '時刻を入力してください。',
    oneDay: '曜日を1つ以上選んでください。',
    afterStart: '開始より後にしてください。',
    moment: '日付と時刻を入力してください。',
    timeZone: 'タイムゾーンを選んでください（例：Europe/Berlin）。',
    address: 'http:// または https:// で始まるアドレス（例：http://127.0.0.1:8000）。',
    region: 'リージョン名（例：eu-central-1）。',
    tableName: '英数字、「_」「-」「.」で3～255文字。',
    invalid: 'この値は使用できません。',
    daysDiffer: '同じ曜日は1回だけ選んでください。',
    noPassword: '名前とパスワードは含めないでください（平文で保存されます）。',
    noQuery: '「?」や「#」以降は含めないでください。',
    sourceId: 'a-z、0-9、「-」で1～40文字。',
    sourceIdsDiffer: 'ソースの ID が重複しています。',
  },
};
