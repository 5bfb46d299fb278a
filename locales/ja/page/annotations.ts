/** 時刻に付けるメモの文言。 */
export const annotations = {
  annotation: {
    title: 'メモ',
    add: 'メモを追加',
    addShort: '追加',
    addAt: '{time} にメモを追加',
    edit: 'メモを編集',
    editOne: 'メモを編集：{text}',
    remove: 'メモを削除',
    removeOne: 'メモを削除：{text}',
    removed: 'メモを削除しました。',
    about:
      'デプロイ、メンテナンス、原因など、グラフからは分からないことを残します。メモはグラフのその時刻に表示されます。',
    text: 'メモ',
    empty: '何が起きたかを入力してください。',
    scope: '対象',
    fleet: 'すべてのホスト',
    at: '開始',
    endedAt: '終了',
    endHelp: '空欄：一時点のメモになります。',
    order: '終了は開始より後にしてください。',
    none: 'この期間のメモはありません。グラフを右クリックするか、グラフ上で N キーを押すと追加できます。',
  },
};
