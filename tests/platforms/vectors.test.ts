import test from 'ava';
import { nodeDigest } from '../../host-sim/platforms/node-digest.js';
import { aliyunPassword } from '../../modules/platforms/aliyun.js';
import { azureToken } from '../../modules/platforms/azure.js';
import { baiduCredentials } from '../../modules/platforms/baidu.js';
import { huaweiCredentials } from '../../modules/platforms/huawei.js';
import { oneNetCredentials } from '../../modules/platforms/onenet.js';
import { utcHour } from '../../modules/platforms/parts/calendar.js';
import { hmacHex } from '../../modules/platforms/parts/signed.js';
import { base64, base64Bytes, hex, percent } from '../../modules/platforms/parts/text-forms.js';
import { tencentCredentials } from '../../modules/platforms/tencent.js';
import { tuyaCredentials } from '../../modules/platforms/tuya.js';
import { text, utf8 } from '../support/bytes.js';
import { VECTORS } from './vectors.js';

for (const [index, { platform, source, algorithm, key, signed, form, expected }] of VECTORS.entries()) {
  test(`vector ${index + 1}, ${platform}, ${algorithm} (${source})`, (t) => {
    const digest = key === undefined
      ? nodeDigest.hash(algorithm, utf8(signed))
      : nodeDigest.hmac(algorithm, 'text' in key ? utf8(key.text) : base64Bytes('key', key.base64), utf8(signed));
    const forms = { hex: hex(digest), base64: base64(digest), 'escaped base64': percent(base64(digest)) };
    t.is(forms[form], expected);
  });
}

test('Azure: the token of its own key, and the assembly that its SDK for C tests (azure-sdk-for-c, test_az_iot_hub_client_sas.c)', (t) => {
  const key = base64Bytes('key', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=');
  t.is(
    azureToken(nodeDigest, 'example.azure-devices.net', 'device1', key, 1700000000),
    'SharedAccessSignature sr=example.azure-devices.net%2Fdevices%2Fdevice1' +
      '&sig=NzP%2F6I1WLX6VyHq2sPKVXE%2BdZ4gDLTQP83XKTYeNKuM%3D&se=1700000000',
  );
  const signed: string[] = [];
  const hmac = (_algorithm: string, _key: Uint8Array, data: Uint8Array): Uint8Array => {
    signed.push(text(data));
    return base64Bytes('signature', 'cS1eHM/lDjsRsrZV9508wOFrgmZk4g8FNg8NwHVSiSQ=');
  };
  t.is(
    azureToken({ ...nodeDigest, hmac }, 'myiothub.azure-devices.net', 'my_device', key, 1578941692),
    'SharedAccessSignature sr=myiothub.azure-devices.net%2Fdevices%2Fmy_device' +
      '&sig=cS1eHM%2FlDjsRsrZV9508wOFrgmZk4g8FNg8NwHVSiSQ%3D&se=1578941692',
  );
  t.deepEqual(signed, ['myiothub.azure-devices.net%2Fdevices%2Fmy_device\n1578941692']);
});

test('Alibaba Cloud: LuatOS, iotauth, and the example of document 73742 for SHA-1', (t) => {
  const digest = nodeDigest;
  const device = { productKey: '123456789', deviceName: 'abcdefg', deviceSecret: 'Y877Bgo8X5owd3lcB5wWDjryNPoB', digest };
  const expected = '2842DC9F2FBA19C671DD3F4D24590D41F91C25FD9BC4E5101951BEA88B7DEACD';
  t.is(aliyunPassword(device, '123456789.abcdefg', '32472115200').toUpperCase(), expected);
  const signed = 'clientId12345deviceNamedeviceproductKeypktimestamp789';
  t.is(hmacHex(digest, 'SHA1', utf8('secret'), signed).toUpperCase(), 'FAFD82A3D602B37FB0FA8B7892F24A477F851A14');
});

/** What signs in, whole, by LuatOS, iotauth. */
const digest = nodeDigest;

test('Huawei Cloud: what is sent, with the time that is compared and the one that is not', (t) => {
  const device = { deviceId: '6203cc94c7fb24029b110408_88888888', secret: '123456789', digest };
  t.deepEqual(huaweiCredentials(device, '2999010100'), {
    clientId: '6203cc94c7fb24029b110408_88888888_0_0_2999010100',
    user: '6203cc94c7fb24029b110408_88888888',
    password: '5888ea6f4631ce76d621f452e8823507c36dd68a61f6e08518c8935e280c3c72',
  });
  t.deepEqual(huaweiCredentials({ ...device, checksTime: true }, '2023111506'), {
    clientId: '6203cc94c7fb24029b110408_88888888_0_1_2023111506',
    user: '6203cc94c7fb24029b110408_88888888',
    password: '1c05cd54cb1b9585d40f10581aa2c84bf8c93c418eceff2f55f55dbc396c5b32',
  });
});

test('the hour is that of UTC, through leap years and centuries', (t) => {
  const days = [0, 951782399999, 951782400000, 1709164800000, 1767225599999, 4107542400000, 4102444800000];
  for (const utc of days) t.is(utcHour(utc), new Date(utc).toISOString().replace(/\D/g, '').slice(0, 10), String(utc));
});

test('Baidu: what is sent, without a time', (t) => {
  const device = { iotCoreId: 'abcd123', deviceKey: 'mydevice', deviceSecret: 'ImSeCrEt0I1M2jkl', digest };
  const password = '8b84e00accf874b07c1ac586830d211386294df1d2303d40d19c007c0e937af5';
  t.deepEqual(baiduCredentials(device), { clientId: 'mydevice', user: 'thingidp@abcd123|mydevice|SHA256', password });
  t.is(baiduCredentials(device, 'MD5').password, '22bc75231495220c7a2202fe15f7d286');
});

test('Tencent: what is sent', (t) => {
  const device = { productId: 'LD8S5J1L07', deviceName: 'test', deviceSecret: 'acyv3QDJrRa0fW5UE58KnQ==', digest };
  t.deepEqual(tencentCredentials(device, 'qkvrc', 32472115200), {
    clientId: 'LD8S5J1L07test',
    user: 'LD8S5J1L07test;12010126;qkvrc;32472115200',
    password: '7f9b0fcd6eb78676f38272f7025948d8564ace5339a5b5c0e00d6339bba30c99;hmacsha256',
  });
});

test('Tuya: what is sent', (t) => {
  const device = { deviceId: '6c95875d0f5ba69607nzfl', deviceSecret: 'fb803786602df760', digest };
  t.deepEqual(tuyaCredentials(device, 1700000000), {
    clientId: 'tuyalink_6c95875d0f5ba69607nzfl',
    user: '6c95875d0f5ba69607nzfl|signMethod=hmacSha256,timestamp=1700000000,secureMode=1,accessType=1',
    password: '1560ae9a5d22067b47f6e98347c6e408fd9e9b63cd6c1f354fedbe452b0375db',
  });
});

test('OneNET: what is sent', (t) => {
  const device = { productId: 'Ck2AF9QD2K', deviceName: 'test', accessKey: 'KuF3NT/jUBJ62LNBB/A8XZA9CqS3Cu79B/ABmfA1UCw=', digest };
  const token = 'version=2018-10-31&res=products%2FCk2AF9QD2K%2Fdevices%2Ftest&et=32472115200';
  const signatures = { md5: 'htDD26UhXtXayMFAWRmNiA%3D%3D', sha1: 'onzQlILHFFNqIY%2BdOXYM3lthLT8%3D' };
  for (const method of ['md5', 'sha1'] as const) {
    const password = `${token}&method=${method}&sign=${signatures[method]}`;
    t.deepEqual(oneNetCredentials(device, method, 32472115200), { clientId: 'test', user: 'Ck2AF9QD2K', password });
  }
});
