/** Texts about access keys. */
export const keys = {
  keys: {
    label: '認証情報',
    kind: { chain: 'AWS の設定', stored: '専用のアクセスキー' },
    id: 'アクセスキー ID',
    secret: 'シークレットアクセスキー',
    token: 'セッショントークン',
    tokenHelp: '一時的な認証情報の場合のみ。',
    stored: 'キー …{end} は暗号化してこのコンピューターに保存されています。',
    storedShort: 'アクセスキー …{end}',
    missingShort: 'アクセスキーがありません',
    kept: '暗号化して保存され、再び表示されることはありません。コマンドとコレクターのサービスでは使えないため、プロファイルを指定してください。',
    replace: '置き換える',
    keep: '保存済みのキーを使う',
    remove: '削除',
    removed: '保存済みのキー …{end} は保存時に削除されます。',
    refusal: {
      'no-keyring':
        'このコンピューターにはアプリが使えるキーリングがないため、アクセスキーを保存できません。暗号化せずに保存することはありません。',
      refused:
        'このコンピューターのキーチェーンに拒否されたため、アクセスキーを保存できません。暗号化せずに保存することはありません。',
    },
    instead:
      '代わりに AWS の設定のプロファイルを使ってください。または、キーリング（GNOME Keyring、KWallet）を用意してアプリを再起動してください。',
    problem: {
      accessKeyId: '英大文字と数字で16～128文字です。',
      secretAccessKey: '空白を含まない20～128文字です。',
      sessionToken: '空白を含まない16～8192文字です。',
    },
  },
};
