"""医療安全 相互チェック: regional mutual checks of patient safety between partnered hospitals."""
