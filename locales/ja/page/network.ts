/** Texts about proxies and certificates. */
export const network = {
  network: {
    title: 'ネットワーク',
    text: 'アプリが AWS、通知先、更新サーバーに接続する方法です。メールはサーバーに直接送信されます。',
    proxy: {
      label: 'プロキシ',
      help: '空欄の場合は HTTPS_PROXY、それもなければシステムのプロキシ（PAC を含む）を使います。',
    },
    noProxy: {
      label: 'プロキシを使わない接続先',
      help: '名前（サブドメインを含む）、名前:ポート、ネットワーク。* はすべて。NO_PROXY と同じ書き方で、NO_PROXY も有効です。',
    },
    user: 'プロキシのユーザー',
    password: 'パスワード',
    kept: 'プロキシが要求する場合のみ（Basic 認証）。このプロキシ専用に暗号化して保存します。コマンドとコレクターサービスでは使えません。',
    stored: '{proxy} のユーザーとパスワードは暗号化して保存されています。',
    caFile: {
      label: '認証局',
      choose: 'ファイルを選択…',
      help: '会社の PEM ファイル。システムの認証局に加えて信頼します。',
    },
    reached: '{host} が応答しました（プロキシなし）。',
    reachedOver: '{host} が {proxy} 経由で応答しました。',
    saved: 'ネットワークの設定を保存しました。',
  },
};
