import type { ErrorTexts } from '../texts.ts';

/** Texts of the error codes. */
export const errors: ErrorTexts = {
  error: {
    'invalid-input': {
      title: '入力内容を受け付けられませんでした。',
      hint: '修正してもう一度お試しください。',
    },
    'forbidden-sender': {
      title: '許可されていないページからの要求です。',
      hint: 'アプリを再起動してください。',
    },
    'not-configured': {
      title: 'まだ設定されていません。',
      hint: '設定でソースを追加してください。',
    },
    'no-credentials': {
      title: 'AWS の認証情報が見つかりません。',
      hint: 'AWS にサインインするか、プロファイルを選ぶか、ソースの設定でキーを入力してください。',
    },
    'sign-in-needed': {
      title: 'AWS にサインインしていません。',
      hint: 'サインインしてください。ブラウザーが開きます。',
    },
    'mfa-needed': {
      title: 'AWS が多要素認証のコードを求めています。',
      hint: 'デバイスに表示されるコードを入力してください。',
    },
    'credentials-rejected': {
      title: 'AWS が認証情報を拒否しました。',
      hint: '期限切れの可能性があります。再度サインインするか、新しいキーを入力してください。',
    },
    'credentials-unreadable': {
      title: '保存されたキーを読み取れません。',
      hint: 'ソースの設定でもう一度入力してください。',
    },
    'encryption-unavailable': {
      title: 'このコンピューターではキーを暗号化して保存できません。',
      hint: 'キーリングのロックを解除するか導入してください。またはプロファイルを使ってください。',
    },
    'access-denied': {
      title: 'AWS がアクセスを拒否しました。',
      hint: '必要最小限のポリシーは「診断」にあります。',
    },
    'table-missing': {
      title: 'テーブルがありません。',
      hint: '名前とリージョンを確認するか、コレクターにテーブルを作成させてください。',
    },
    'table-layout': {
      title: 'テーブルの構成が想定と異なります。',
      hint: '設定でテーブル名を確認してください。',
    },
    throttled: {
      title: 'AWS がリクエストを制限しています。',
      hint: '速度を落として自動的に続けます。',
    },
    network: {
      title: 'AWS に接続できませんでした。',
      hint: 'ネットワークを確認してください。自動的に再試行します。',
    },
    timeout: {
      title: 'AWS が時間内に応答しませんでした。',
      hint: '自動的に再試行します。',
    },
    'service-failure': {
      title: 'AWS 側で障害が発生しています。',
      hint: '自動的に再試行します。',
    },
    'bad-answer': {
      title: 'AWSの応答ではないものが返ってきました。',
      hint: 'ネットワークへのサインインが必要か、エンドポイントが誤っている可能性があります。自動的に再試行します。',
    },
    aborted: { title: '停止しました。', hint: 'いつでも再開できます。' },
    'disk-full': {
      title: 'このコンピューターのディスクがいっぱいです。',
      hint: '空きを作るか、設定の「保存期間」を短くしてください。',
    },
    'store-busy': {
      title: 'ローカルデータベースを別のプロセスが使用中です。',
      hint: 'アプリの他のウィンドウを閉じて、もう一度お試しください。',
    },
    'store-damaged': {
      title: 'ローカルデータベースが壊れています。',
      hint: '新しく作り直しました。履歴は改めて取得します。',
    },
    'store-moved': {
      title: 'アプリの実行中にローカルデータベースが移動または削除されました。',
      hint: '以後は別のデータベースを使います。AWS にあるデータは再取得されます。',
    },
    'outbox-damaged': {
      title: 'アップロード待ちのサンプルのファイルが壊れていました。',
      hint: '収集の開始時に別名で保存され、読み取れた分はアップロードされます。',
    },
    'settings-damaged': {
      title: '設定の読み込みまたは保存ができません。',
      hint: 'データフォルダーの設定ファイルを確認してください。',
    },
    'newer-data': {
      title: 'このバージョンではデータフォルダーを読めません。',
      hint: '新しいバージョンで書き込まれています。最新版をインストールしてください。何も変更していません。',
    },
    'already-running': {
      title: 'すでに実行中です。',
      hint: '終わるまで待つか、先に停止してください。',
    },
    'not-found': { title: '見つかりませんでした。', hint: '削除された可能性があります。' },
    unavailable: { title: '現在利用できません。', hint: 'しばらくしてからお試しください。' },
    internal: {
      title: 'アプリ内で問題が発生しました。',
      hint: 'もう一度お試しください。続く場合はアプリを再起動し、ご報告ください。',
    },
  },
  errorDetail: '詳細：{text}',
};
